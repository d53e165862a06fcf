#!/usr/bin/env bash
# Makes the demonstration vault and its two PDFs anew, says where they are, and opens the window on it.
# Run by `make demo`, after packaging/setup.sh.
set -euo pipefail
cd "$(dirname "$0")/.."

casefile=.venv/bin/casefile
vault=build/demo.casefile
papers=build/demo
# The event that the whole statement is about, and one of the people invented for training.
event=E-0001
person="Aigerim Qiyalova"

rm -rf "$vault" "$papers"
mkdir -p "$papers"

# The demonstration passphrase is public; a script hands it over in a file like any other. With --json, what a dossier
# lacks or leaves out is part of the result and not told here.
passphrase=$("$casefile" demo "$vault" --json | .venv/bin/python -c 'import json, sys; print(json.load(sys.stdin)["passphrase"])')
printf '%s\n' "$passphrase" >"$papers/passphrase.txt"

"$casefile" dossier "$vault" --passphrase-file "$papers/passphrase.txt" \
    --template statement --about "$event" --date 2011-12-20 -o "$papers/statement.pdf" --json >/dev/null
"$casefile" dossier "$vault" --passphrase-file "$papers/passphrase.txt" \
    --template case --about "$person" --audience un_body -o "$papers/dossier.pdf" --json >/dev/null

cat <<END
The demonstration is ready:

  vault       $vault
  statement   $papers/statement.pdf
  dossier     $papers/dossier.pdf
  passphrase  $passphrase

END

if [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    echo "There is no screen here. With one, open it with: $casefile $vault"
    exit 0
fi

# The window stays when make has ended. What Qt says at the start is kept, in case it does not.
setsid "$casefile" "$vault" >"$papers/window.txt" 2>&1 </dev/null &
window=$!
sleep 3
if kill -0 "$window" 2>/dev/null; then
    echo "The window is open; type the passphrase there. To open it again: $casefile $vault"
else
    cat "$papers/window.txt" >&2
    echo "The window did not open. Try: $casefile $vault" >&2
    exit 3
fi
