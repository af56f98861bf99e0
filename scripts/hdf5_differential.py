"""What h5py reads from each of the HDF5 files named on standard input: one line of JSON a file.

Every file is read by a child of its own, with a limit of memory and time, because a broken file can end the process that reads it.
"""

import hashlib
import json
import os
import resource
import select
import signal
import sys

import h5py
import numpy as np

SECONDS = 10
MEMORY = 3 << 30
MOST_OBJECTS = 2000


def dtype_name(h5_type, dtype):
    """Name of a type as the reader of this library has it; None for what it refuses."""
    if isinstance(h5_type, h5py.h5t.TypeStringID):
        return "string"
    if isinstance(h5_type, h5py.h5t.TypeEnumID):
        return "bool" if dtype == np.bool_ else None
    if isinstance(h5_type, (h5py.h5t.TypeIntegerID, h5py.h5t.TypeFloatID)):
        return dtype.name
    if isinstance(h5_type, h5py.h5t.TypeOpaqueID) and dtype.itemsize == 2:
        return "opaque2"
    return None


def digest(name, values):
    if name == "string":
        flat = [v if isinstance(v, str) else bytes(v).decode("utf-8") for v in np.asarray(values, dtype=object).ravel()]
        data = json.dumps(flat, ensure_ascii=True).encode()
    else:
        values = np.asarray(values)
        if name == "bool":
            values = values.astype(np.uint8)
        data = values.astype(values.dtype.newbyteorder("<")).tobytes()
    return hashlib.sha1(data).hexdigest()


def attempt(act):
    try:
        return act()
    except Exception:
        return None


def describe(identifier, read):
    if identifier.get_space().get_simple_extent_type() == h5py.h5s.NULL:
        return {"dtype": "empty", "shape": []}
    name = dtype_name(identifier.get_type(), identifier.dtype)
    return {"dtype": name, "shape": list(identifier.shape), "sha1": digest(name, read())}


def attributes(item):
    found = {}
    for name in item.attrs.keys():
        found[name] = attempt(lambda: describe(item.attrs.get_id(name), lambda: item.attrs[name]))
    return found


def strings_as_objects(dataset):
    if isinstance(dataset.id.get_type(), h5py.h5t.TypeStringID) and dataset.dtype.kind == "O":
        return dataset.asstr()[()]
    return dataset[()]


def walk(item, path, found, depth=0):
    if len(found) >= MOST_OBJECTS or depth > 60:
        return
    entry = {"attributes": attempt(lambda: attributes(item))}
    found[path] = entry
    if isinstance(item, h5py.Group):
        entry["keys"] = attempt(lambda: list(item.keys()))
        for key in entry["keys"] or []:
            child = attempt(lambda: item[key])
            if child is not None:
                walk(child, path.rstrip("/") + "/" + key, found, depth + 1)
    else:
        entry["values"] = attempt(lambda: describe(item.id, lambda: strings_as_objects(item)))


def dump(path):
    found = {}
    try:
        with h5py.File(path, "r") as file:
            walk(file, "/", found)
    except Exception:
        return found or None
    return found


def dump_in_child(path):
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        with os.fdopen(write_end, "w") as out:
            out.write(json.dumps(attempt(lambda: dump(path))))
        os._exit(0)
    os.close(write_end)
    text = b""
    with os.fdopen(read_end, "rb") as reader:
        while select.select([reader], [], [], SECONDS)[0]:
            part = os.read(reader.fileno(), 1 << 20)
            if not part:
                break
            text += part
        else:
            os.kill(child, signal.SIGKILL)
            text = b""
    _, status = os.waitpid(child, 0)
    return json.loads(text) if text and status == 0 else None


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(dump_in_child(line.rstrip("\n"))), flush=True)
