"""Find the statements of a notebook that define the names which a piece of code uses."""

import ast
import builtins
import re
import symtable

SPAN = re.compile(r"`([^`\n]+)`")


class FormError(Exception):
    """A notebook that does not have the form of the series."""


def root(node):
    """'net' of `net.weights[0]`, else None."""
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


class Statement:
    """A statement at the top of a cell: its lines, and the names that it has to do with.

    Attributes
    ----------
    bound : set
        Names that it defines.
    uses : set
        Names that it takes from elsewhere; those of a function's body are among them.
    changes : set
        Names whose values it changes in place: `x[0] = 1`, `x.sort()`, `train(x, …)`.
    """

    def __init__(self, cell, source, node):
        self.cell, self.node = cell, node
        first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
        self.lines = range(first, node.end_lineno + 1)
        self.text = "\n".join(source.splitlines()[first - 1 : node.end_lineno])
        self.is_import = isinstance(node, (ast.Import, ast.ImportFrom))
        self.is_function = isinstance(node, ast.FunctionDef)
        table = symtable.symtable(self.text, "cell", "exec")
        symbols = table.get_symbols()
        self.bound = {s.get_name() for s in symbols if s.is_assigned() or s.is_imported()}
        self.uses = _referenced(table) | _added_to(node)
        if hasattr(node, "body"):
            self.uses -= _defined_first(node)
        self.changes = _changed(node)

    def import_of(self, name):
        """The line that imports this name alone."""
        parts = [a for a in self.node.names if name == (a.asname or a.name.partition(".")[0])]
        if isinstance(self.node, ast.Import):
            return ast.unparse(ast.Import(parts))
        return ast.unparse(ast.ImportFrom(self.node.module, parts, self.node.level))


def statements_of(source, cell=0):
    """The statements at the top of some code."""
    try:
        return [Statement(cell, source, node) for node in ast.parse(source).body]
    except SyntaxError as error:
        raise FormError(f"this cell is not Python alone ({error}):\n{source}") from None


def wants(source):
    """The names that code takes from elsewhere."""
    statements, names, bound = statements_of(source), set(), set()
    everything = {name for statement in statements for name in statement.bound}
    for statement in statements:
        names |= statement.uses - (everything if statement.is_function else bound)
        bound |= statement.bound
    return names


def _referenced(table):
    names, tables = set(), [table]
    while tables:
        table = tables.pop()
        top = table.get_type() == "module"
        symbols = [s for s in table.get_symbols() if s.is_referenced() and (top or s.is_global())]
        names |= {symbol.get_name() for symbol in symbols}
        tables += table.get_children()
    return names


def _added_to(node):
    """The names in `x += 1`, which Python's table of symbols counts as defined only."""
    return {root(n.target) for n in _outside_functions(node) if isinstance(n, ast.AugAssign)} - {
        None
    }


def _defined_first(node):
    """Names that a statement with a body defines before it uses them: `for i in …`, `def f`."""
    first = {getattr(node, "name", None): (0, "Store")}
    for part in _outside_functions(node):
        if isinstance(part, ast.Name):
            place = (part.lineno, part.col_offset)
            first.setdefault(part.id, (place, type(part.ctx).__name__))
            first[part.id] = min(first[part.id], (place, type(part.ctx).__name__))
    added = _added_to(node)
    return {name for name, (_, kind) in first.items() if kind == "Store" and name not in added}


def _outside_functions(node):
    yield node
    if not isinstance(node, (ast.FunctionDef, ast.Lambda)):
        for child in ast.iter_child_nodes(node):
            yield from _outside_functions(child)


def _changed(node):
    names = set()
    for part in _outside_functions(node):
        if isinstance(part, (ast.Attribute, ast.Subscript)) and isinstance(part.ctx, ast.Store):
            names.add(root(part))
        if isinstance(part, ast.Expr) and isinstance(part.value, ast.Call):
            names.add(root(part.value.func) if isinstance(part.value.func, ast.Attribute) else None)
        if isinstance(part, ast.Call) and part.args and root(part.func) == "train":
            names.add(root(part.args[0]))
    return names - {None}


class Code:
    """The statements of a notebook above a place."""

    def __init__(self):
        self.statements = []

    def read(self, place, cell):
        """Add the statements of a code cell."""
        if cell.cell_type == "code":
            self.statements += statements_of(cell.source, place)

    def needed(self, names):
        """Pairs (statement, name) that define these names, and what these statements need."""
        found, waiting = [], [(name, len(self.statements)) for name in names]
        while waiting:
            name, before = waiting.pop()
            place = self.place_of(name, before)
            if place is None and hasattr(builtins, name):
                continue
            if place is None:
                raise FormError(f"nothing above defines {name}")
            for each in [place, *self._changes(name, place, before)]:
                statement = self.statements[each]
                if (statement, name) not in found:
                    found.append((statement, name))
                    waiting += self._uses(each)
        return found

    def place_of(self, name, before):
        """The last statement before a place that defines a name, or None."""
        places = (i for i in range(before - 1, -1, -1) if name in self.statements[i].bound)
        return next(places, None)

    def _changes(self, name, place, before):
        if self.statements[place].is_import:
            return []
        return [i for i in range(place + 1, before) if name in self.statements[i].changes]

    def _uses(self, place):
        """What a statement uses, and where to look for it: a function may use what comes later."""
        statement, end = self.statements[place], len(self.statements)
        if statement.is_import:
            return []
        later = {
            name
            for name in statement.uses
            if statement.is_function and self.place_of(name, place) is None
        }
        return [(name, end if name in later else place) for name in statement.uses]

    def imports_named_in(self, text):
        """The imported names that a text mentions in `code`."""
        words = {word for span in SPAN.findall(text) for word in re.findall(r"(?<![\w.])\w+", span)}
        places = {word: self.place_of(word, len(self.statements)) for word in words}
        return {w for w, p in places.items() if p is not None and self.statements[p].is_import}

    def text_of(self, pairs):
        """The statements of these pairs as code, in the notebook's order."""
        pairs = sorted(set(pairs), key=lambda pair: (self.statements.index(pair[0]), pair[1]))
        texts = dict.fromkeys(s.import_of(name) if s.is_import else s.text for s, name in pairs)
        lines = ""
        for text in texts:
            gap = "\n\n" if re.match("def |class |@", text) else ""
            lines += f"{gap}{text}\n{gap}"
        return re.sub(r"\n{4,}", "\n\n\n", lines).strip("\n")
