"""The benchmark's models in Python Keras: times and answers, as JSON on standard output.

Usage: suite.py jax|tensorflow [--quick] [--models NAMES]
"""

import argparse
import importlib.metadata
import json
import os
import statistics
import sys
import time

parser = argparse.ArgumentParser()
parser.add_argument("backend", choices=["jax", "tensorflow"])
parser.add_argument("--quick", action="store_true")
parser.add_argument("--models", default="mlp,cnn,mobilenet,lstm,transformer")
options = parser.parse_args()

BACKEND = options.backend
SECONDS = 0.4 if options.quick else 1.2

os.environ["KERAS_BACKEND"] = BACKEND
os.environ["JAX_PLATFORMS"] = "cpu"
os.environ["CUDA_VISIBLE_DEVICES"] = ""
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "2"

import keras
import numpy as np
from keras import layers

BATCHES = {"infer_1": 1, "infer_32": 32, "train_32": 32}


def numbers(seed, shape):
    """Numbers in [-1, 1) from a seed: mulberry32, which counts."""
    size = int(np.prod(shape))
    with np.errstate(over="ignore"):
        first = np.uint32((seed + 1) * 0x9E3779B1 & 0xFFFFFFFF)
        state = first + np.arange(1, size + 1, dtype=np.uint32) * np.uint32(0x6D2B79F5)
        mixed = (state ^ (state >> 15)) * (state | 1)
        mixed ^= mixed + (mixed ^ (mixed >> 7)) * (mixed | 61)
        mixed ^= mixed >> 14
    return (mixed.astype(np.float64) / 2147483648 - 1).astype(np.float32).reshape(shape)


def weight_values(place, name, shape):
    values = numbers(place, shape)
    around_one = name in ("gamma", "moving_variance")
    if len(shape) == 1 or around_one:
        return float(around_one) + 0.1 * values
    depthwise = len(shape) == 4 and shape[3] == 1
    fan_in = np.prod(shape[:2] if depthwise else shape[:-1])
    return np.sqrt(3 / fan_in).astype(np.float32) * values


def classifier():
    return layers.Dense(10, activation="softmax")


def mlp():
    return [(784,), [layers.Dense(512, activation="relu"), layers.Dense(512, activation="relu"), classifier()]]


def cnn():
    return [
        (28, 28, 1),
        [
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            classifier(),
        ],
    ]


def mobilenet():
    def normalized():
        return [layers.BatchNormalization(), layers.ReLU(max_value=6)]

    def convolution(filters, kernel_size, strides):
        return layers.Conv2D(filters, kernel_size, strides=strides, padding="same", use_bias=False)

    stack = [convolution(16, 3, 2), *normalized()]
    for filters, strides in [(32, 1), (64, 2), (64, 1), (128, 2)]:
        if strides == 2:
            stack.append(layers.ZeroPadding2D(((0, 1), (0, 1))))
        padding = "valid" if strides == 2 else "same"
        stack.append(layers.DepthwiseConv2D(3, strides=strides, padding=padding, use_bias=False))
        stack += [*normalized(), convolution(filters, 1, 1), *normalized()]
    return [(32, 32, 3), [*stack, layers.GlobalAveragePooling2D(), classifier()]]


def lstm():
    return [(64, 32), [layers.LSTM(128), classifier()]]


def transformer():
    x = keras.Input((32, 64))
    first = layers.LayerNormalization()(layers.Add()([x, layers.MultiHeadAttention(4, 16)(x, x)]))
    wide = layers.Dense(256, activation="relu")(first)
    second = layers.LayerNormalization()(layers.Add()([first, layers.Dense(64)(wide)]))
    return keras.Model(x, classifier()(layers.GlobalAveragePooling1D()(second)))


def make_model(make):
    made = make()
    model = made if isinstance(made, keras.Model) else keras.Sequential([keras.Input(made[0]), *made[1]])
    place = 0
    for layer in model.layers:
        for weight in layer.weights:
            weight.assign(weight_values(place, weight.name, weight.shape))
            place += 1
    return model


def runner(model, phase):
    batch = BATCHES[phase]
    x = numbers(1000, (batch, *model.input_shape[1:]))
    if phase != "train_32":
        return lambda: np.asarray(model.predict_on_batch(x)).ravel()
    labels = (7 * np.arange(batch) % 10).astype("int32")
    model.compile(keras.optimizers.Adam(0.001), "sparse_categorical_crossentropy", jit_compile=True)

    def run():
        loss = model.train_on_batch(x, labels)
        model.reset_metrics()
        return np.asarray(loss, dtype="float64").ravel()

    return run


def milliseconds(run, seconds):
    """Times of single runs after a warm-up: at least three."""
    end = time.perf_counter() + seconds / 4
    for _ in range(5):
        run()
        if time.perf_counter() > end:
            break
    times = []
    end = time.perf_counter() + seconds
    while len(times) < 3 or time.perf_counter() < end:
        start = time.perf_counter()
        run()
        times.append(1000 * (time.perf_counter() - start))
    return sorted(times)


def main():
    name = {"jax": "JAX", "tensorflow": "TensorFlow"}[BACKEND]
    rows = []
    for make in (globals()[model] for model in options.models.split(",")):
        for phase in BATCHES:
            model = make_model(make)
            if phase != "train_32":
                model.compile(jit_compile=True)
            run = runner(model, phase)
            outputs = run()
            if phase == "train_32":
                outputs = np.concatenate([outputs, run()])
            times = milliseconds(run, SECONDS)
            row = {
                "model": make.__name__,
                "phase": phase,
                "median": statistics.median(times),
                "quartiles": [times[len(times) // 4], times[3 * len(times) // 4]],
                "rounds": len(times),
                "outputs": [float(value) for value in outputs],
            }
            rows.append(row)
            print(f"Keras on {name} {make.__name__} {phase}: {row['median']:.3g} ms", file=sys.stderr)
    package = "tensorflow-cpu" if BACKEND == "tensorflow" else BACKEND
    versions = f"Keras {keras.__version__} on {name} {importlib.metadata.version(package)}, compiled (`jit_compile`)"
    json.dump({"name": name, "versions": versions, "rows": rows}, sys.stdout)


main()
