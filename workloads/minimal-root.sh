#!/bin/sh
# Fills a folder with what a program needs to run in an image that has nothing else: no shell, no package tools.
# usage: minimal-root.sh FOLDER PROGRAM... (PROGRAM=TARGET puts one at another path)
set -eu

folder=$1
shift
mkdir -p "$folder/etc" "$folder/tmp" "$folder/var/lib/dpkg/status.d"
chmod 1777 "$folder/tmp"
# PostgreSQL's client library and Node look up who they run as.
echo 'nonroot:x:65532:65532:nonroot:/tmp:/sbin/nologin' > "$folder/etc/passwd"
echo 'nonroot:x:65532:' > "$folder/etc/group"
# What /etc/hosts says, that is the runtime, comes before name servers.
echo 'hosts: files dns' > "$folder/etc/nsswitch.conf"

for pair in "$@"; do
  program=$(readlink -f "${pair%%=*}")
  install -D -m 0755 "$program" "$folder${pair##*=}"
  ldd "$program" | grep -o '/[^ ]*' | sort -u | while read -r library; do
    mkdir -p "$folder$(dirname "$library")"
    cp -L "$library" "$folder$library"
    # The package by the file's real path, which is how dpkg knows it, or by the path before /usr was merged.
    real=$(readlink -f "$library")
    dpkg-query --search "$real" "${real#/usr}" 2>/dev/null | cut -d: -f1 >> "$folder.packages" || true
  done
done

# Vulnerability scanners read these files to know what is inside; one for each package, so that two folders can be merged.
cp -L /etc/os-release "$folder/etc/os-release"
sort -u "$folder.packages" | while read -r package; do
  dpkg-query --status "$package" > "$folder/var/lib/dpkg/status.d/$package"
done
