"""Opens the files of a folder with the Keras that is installed, and says what came out.

usage: check.py FOLDER RESULTS.json

FOLDER/manifest.json lists the files: name, file, inputs, outputs, atol, and for compiled models one more batch (x, y, logs).
"""

import io
import json
import sys
import zipfile
from pathlib import Path

import h5py
import keras
import numpy as np


def array(value):
    if isinstance(value, dict) and set(value) == {"shape", "dtype", "data"}:
        return np.array(value["data"], dtype=value["dtype"]).reshape(value["shape"])
    if isinstance(value, dict):
        return {key: array(item) for key, item in value.items()}
    return [array(item) for item in value]


def leaves(value):
    if isinstance(value, dict):
        return [leaf for key in sorted(value) for leaf in leaves(value[key])]
    if isinstance(value, (list, tuple)):
        return [leaf for item in value for leaf in leaves(item)]
    return [np.asarray(value, dtype="float64")]


def difference(got, wanted):
    got, wanted = leaves(got), leaves(wanted)
    if len(got) != len(wanted):
        raise ValueError(f"{len(got)} outputs instead of {len(wanted)}")
    return max((float(np.max(np.abs(a - b))) for a, b in zip(got, wanted)), default=0.0)


def h5_of(path):
    if str(path).endswith(".keras"):
        return h5py.File(io.BytesIO(zipfile.ZipFile(path).read("model.weights.h5")), "r")
    return h5py.File(path, "r")


def listing(path, ignored=()):
    lines = []

    def attributes(item):
        plain = {}
        for key, value in item.attrs.items():
            if key in ignored:
                continue
            plain[key] = value.tolist() if isinstance(value, np.ndarray) else value
            if isinstance(plain[key], bytes):
                plain[key] = plain[key].decode()
        return json.dumps(plain, sort_keys=True, default=str)

    with h5_of(path) as file:
        lines.append(f"/ {attributes(file)}")

        def look(name, item):
            if isinstance(item, h5py.Dataset):
                digest = np.ascontiguousarray(item[()]).tobytes().hex()[:64]
                lines.append(f"/{name} {item.shape} {item.dtype} {digest} {attributes(item)}")
            else:
                lines.append(f"/{name} {attributes(item)}")

        file.visititems(look)
    return sorted(lines)


def plain(config):
    """A config with one input or output as older versions write it: in a list."""
    if isinstance(config, dict):
        config = {key: plain(value) for key, value in config.items() if key != "shared_object_id"}
        for key in ("input_layers", "output_layers"):
            places = config.get(key)
            if isinstance(places, list) and places and isinstance(places[0], str):
                config[key] = [places]
        return config
    return [plain(item) for item in config] if isinstance(config, (list, tuple)) else config


def first_difference(a, b, path="config"):
    if isinstance(a, dict) and isinstance(b, dict) and a.keys() == b.keys():
        pairs = [(a[key], b[key], f"{path}.{key}") for key in a]
    elif isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        pairs = [(*both, f"{path}[{i}]") for i, both in enumerate(zip(a, b))]
    else:
        return None if a == b else f"{path}: {str(a)[:200]} instead of {str(b)[:200]}"
    return next((found for found in (first_difference(*pair) for pair in pairs) if found), None)


def compare_with_original(folder, entry):
    """What differs between a file of Keras and what this library made of it."""
    ours, theirs = keras.models.load_model(folder / entry["file"]), keras.models.load_model(entry["original"])
    result = {"difference": difference([w.numpy() for w in ours.weights], [w.numpy() for w in theirs.weights])}
    result["listing"] = [] if listing(folder / entry["file"]) == listing(entry["original"]) else ["the listings differ"]
    problem = first_difference(plain(ours.get_config()), plain(theirs.get_config()))
    if problem:
        result["listing"].append(problem)
    states = [[v.numpy() for v in model.optimizer.variables] if model.compiled else None for model in (ours, theirs)]
    if (states[0] is None) != (states[1] is None) or states[0] is not None and difference(*states):
        result["listing"].append("the optimizers differ")
    return result


def check(folder, entry):
    if "original" in entry:
        return compare_with_original(folder, entry)
    path = folder / entry["file"]
    model = keras.models.load_model(path)
    result = {"difference": difference(model.predict(array(entry["inputs"]), verbose=0), array(entry["outputs"]))}
    if keras.__version__ == "3.15.1":
        again = folder / f"again_{entry['file']}"
        model.save(again)
        result["again"] = again.name
        ignored = ("model_config", "training_config", "backend", "keras_version")
        ours, theirs = listing(path, ignored), listing(again, ignored)
        if path.suffix == ".h5":
            # On JAX Keras does not take the state of an optimizer from its old format, and so does not write it again.
            ours, theirs = ([line for line in lines if not line.startswith("/optimizer_weights")] for lines in (ours, theirs))
        result["listing"] = [f"- {line}" for line in theirs if line not in ours] + [f"+ {line}" for line in ours if line not in theirs]
    if entry.get("resume") and keras.backend.backend() != "numpy":
        batch = entry["resume"]
        logs = model.train_on_batch(array(batch["x"]), array(batch["y"]), return_dict=True)
        result["logs_difference"] = max(abs(float(logs[key]) - value) for key, value in batch["logs"].items())
        result["after_difference"] = difference(model.predict(array(entry["inputs"]), verbose=0), array(batch["outputs"]))
    return result


def main():
    folder = Path(sys.argv[1])
    results = {}
    for entry in json.loads((folder / "manifest.json").read_text()):
        keras.utils.clear_session() if hasattr(keras.utils, "clear_session") else keras.backend.clear_session()
        try:
            results[entry["name"]] = check(folder, entry)
        except Exception as error:
            results[entry["name"]] = {"error": f"{type(error).__name__}: {str(error)[:600]}"}
    Path(sys.argv[2]).write_text(json.dumps({"keras": keras.__version__, "backend": keras.backend.backend(), "results": results}))


main()
