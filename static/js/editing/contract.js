// Made from webapp/views/keyboard.py by `python -m webapp.minifying`: what a key does where.
export const CONTRACT = {
  "page": {
    "?": "help",
    "/": "find",
    "Control+k": "find",
    "f": "filter",
    "F8": "next-finding",
    "Shift+F8": "previous-finding",
    "Control+z": "undo",
    "Control+Shift+z": "redo",
    "Control+y": "redo"
  },
  "closed": {
    "ArrowUp": "up",
    "ArrowDown": "down",
    "ArrowLeft": "left",
    "ArrowRight": "right",
    "Home": "first",
    "End": "last",
    "Control+Home": "top",
    "Control+End": "bottom",
    "PageUp": "page-up",
    "PageDown": "page-down",
    "Tab": "leave",
    "Shift+Tab": "leave",
    "Enter": "open",
    "F2": "open",
    "Space": "tick",
    "Alt+ArrowUp": "row-up",
    "Alt+ArrowDown": "row-down",
    "Alt+ArrowRight": "indent",
    "Alt+ArrowLeft": "outdent",
    "Control+Enter": "add-row",
    "Control+Backspace": "delete-row",
    "Shift+ArrowUp": "select",
    "Shift+ArrowDown": "select",
    "Shift+ArrowLeft": "select",
    "Shift+ArrowRight": "select",
    "Escape": "collapse",
    "Control+d": "fill",
    "Delete": "clear",
    "Backspace": "clear",
    "Control+c": "copy",
    "Control+x": "cut",
    "Control+v": "paste",
    "Shift+F10": "menu",
    "ContextMenu": "menu"
  },
  "open": {
    "Enter": "save-down",
    "Tab": "save-right",
    "Shift+Tab": "save-left",
    "Shift+Enter": "break",
    "Alt+Enter": "break",
    "Control+Enter": "save",
    "Escape": "restore"
  },
  "text": {
    "Enter": "open",
    "F2": "open",
    "Alt+ArrowUp": "block-up",
    "Alt+ArrowDown": "block-down",
    "Control+Backspace": "delete-block",
    "Shift+F10": "menu",
    "ContextMenu": "menu"
  },
  "long": {
    "Control+Enter": "save",
    "Tab": "save-on",
    "Shift+Tab": "save-on",
    "Escape": "restore"
  }
};
