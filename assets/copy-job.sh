#!/usr/bin/env bash
# Copies the job and the Node that runs it from S3 to this machine. Usage: copy-job.sh JOB NODE FOLDER
#
#   JOB     s3://bucket/key of the job's bundle
#   NODE    s3://bucket/key of an npm tarball of Node
#   FOLDER  a folder, relative to the home folder, for job.js and bin/node. It appears only when both are complete
set -euo pipefail

job=$1
node=$2
folder=$HOME/$3

if [ -x "$folder/bin/node" ]; then
  echo "$folder is there already"
  exit 0
fi

mkdir -p "$(dirname "$folder")"
unfinished=$(mktemp -d "$folder.XXXXXX")
trap 'rm -rf "$unfinished"' EXIT

aws s3 cp --only-show-errors "$job" "$unfinished/job.js"
aws s3 cp --only-show-errors "$node" "$unfinished/node.tgz"
tar -xzf "$unfinished/node.tgz" -C "$unfinished" --strip-components=1 package/bin/node
rm "$unfinished/node.tgz"

# Where Node does not run on this machine, the step fails here with the loader's own message.
version=$("$unfinished/bin/node" --version)
mv "$unfinished" "$folder"

# Containers start faster with this archive of Hadoop's classes. Making it takes this machine some seconds, for which nothing
# waits: a run that comes earlier, or a machine on which it fails, does without.
(cd "$folder" && exec setsid bin/node job.js class-data class-data) </dev/null >"$folder/class-data.log" 2>&1 &
echo "$folder: $(wc -c <"$folder/job.js") bytes of job, Node $version"
