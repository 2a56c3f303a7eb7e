#!/bin/sh
# Brings the style sheet, the script and the letters that the pages use from npm into web/static/vendor/, as they were
# published, and holds them to the checksums in VENDORED.md. Only whoever renews them needs it, and npm for it.
set -eu

cd "$(dirname "$0")/../web/static/vendor"
target=$(pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

brought() {  # the package with its version; prints the folder of what is in it
    archive=$(cd "$work" && npm pack --silent "$1")
    mkdir "$work/$archive.d"
    tar -xzf "$work/$archive" -C "$work/$archive.d"
    echo "$work/$archive.d/package"
}

version() {  # what VENDORED.md says of the package
    sed -n "s#^| $1 | \([0-9.]*\) |.*#$1@\1#p" VENDORED.md
}

pico=$(brought "$(version @picocss/pico)")
cp "$pico/css/pico.min.css" "$target/pico.min.css"
cp "$pico/LICENSE.md" "$target/LICENSE-pico.md"

htmx=$(brought "$(version htmx.org)")
cp "$htmx/dist/htmx.min.js" "$htmx/dist/ext/hx-sse.min.js" "$target/"
cp "$htmx/LICENSE" "$target/LICENSE-htmx.txt"

letters=$(brought "$(version @fontsource/be-vietnam-pro)")
for weight in 400 600; do
    for alphabet in latin vietnamese; do
        cp "$letters/files/be-vietnam-pro-$alphabet-$weight-normal.woff2" "$target/"
    done
done
cp "$letters/LICENSE" "$target/LICENSE-be-vietnam-pro.txt"
chmod 644 "$target"/*

sed -n 's/^| `\(.*\)` | `\([0-9a-f]*\)` |$/\2  \1/p' VENDORED.md | sha256sum --check --quiet
