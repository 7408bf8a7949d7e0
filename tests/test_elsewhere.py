"""What docs/elsewhere.md says of Colab, as far as it can be tried without Colab."""

import subprocess
import sys

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
