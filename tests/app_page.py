"""An app as its page sees it: press a place in the picture, read the picture's words."""


def press(app, name, refused=False):
    app.canvas._handle_custom_msg({"press": name}, [])
    assert bool(app.canvas.error) == refused


def words(app):
    return [shape["words"] for shape in app.canvas.shapes if shape["kind"] == "text"]
