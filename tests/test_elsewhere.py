"""What docs/elsewhere.md says of Colab and of nbconvert, as far as it can be tried here."""

import subprocess
import sys

import nbformat
from nbconvert import HTMLExporter
from nbconvert.preprocessors import ExecutePreprocessor

AS_IN_COLAB = """
import sys, types
google, colab, output = map(types.ModuleType, ("google", "google.colab", "google.colab.output"))
calls = []
output.enable_custom_widget_manager = lambda: calls.append("on")
output._widgets = types.SimpleNamespace(_installed_url="https://colab.example/manager.js")
sys.modules.update({module.__name__: module for module in (google, colab, output)})

from dig2ai_helpers import interact
assert calls == []
app = interact.tiny_network()
print(*calls)
"""


def test_making_an_app_switches_on_colabs_support_for_widgets_of_other_makers():
    done = subprocess.run([sys.executable, "-c", AS_IN_COLAB], capture_output=True, text=True)
    assert done.stdout == "on\n", done.stderr


def test_a_page_made_without_the_widgets_state_shows_a_picture_of_an_app(tmp_path):
    code = "from dig2ai_helpers import interact\ninteract.bet('a', 'Is it?', ('yes', 'no'))"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
    run = ExecutePreprocessor(store_widget_state=False, kernel_name="python3")
    run.preprocess(notebook, {"metadata": {"path": tmp_path}})
    page, _ = HTMLExporter().from_notebook_node(notebook)
    assert 'alt="Bet a, a picture: run the cell above' in page and "widget-state" not in page
