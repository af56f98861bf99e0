"""One step of the example, in Python Keras.

usage: digits.py train|continue|evaluate|distribute MODEL.keras [OUTPUT.keras]

train       makes a network, trains it and writes it to MODEL.keras
continue    opens MODEL.keras, trains it further and writes it to OUTPUT.keras
distribute  the same, with every batch split over two devices
evaluate    opens MODEL.keras

Each prints the loss and the accuracy on the test digits.
"""

import gzip
import os
import sys
from pathlib import Path

task = sys.argv[1] if len(sys.argv) > 2 else ""
if task not in ("train", "continue", "evaluate", "distribute"):
    sys.exit(__doc__)
os.environ["KERAS_BACKEND"] = "jax"
if task == "distribute":
    # Two devices are simulated on one processor; with two graphics cards this line goes.
    os.environ["XLA_FLAGS"] = "--xla_force_host_platform_device_count=2"

import keras  # noqa: E402
import numpy as np  # noqa: E402

EPOCHS = 3


def load_digits():
    rows = gzip.decompress((Path(__file__).parent.parent / "digits" / "digits.csv.gz").read_bytes()).decode()
    table = np.array([[float(cell) for cell in line.split(",")] for line in rows.strip().split("\n")], dtype="float32")
    images, labels = table[:, :64].reshape(-1, 8, 8, 1), table[:, 64].astype("int32")
    test = np.arange(len(labels)) % 5 == 0
    return (images[~test], labels[~test]), (images[test], labels[test])


def make_model():
    layers = keras.layers
    model = keras.Sequential(
        [
            keras.Input((8, 8, 1)),
            layers.Rescaling(1 / 16),
            layers.Conv2D(16, 3, padding="same", use_bias=False),
            layers.BatchNormalization(),
            layers.ReLU(),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dense(10, activation="softmax"),
        ],
        name="digits",
    )
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def main():
    keras.utils.set_random_seed(0)
    train, test = load_digits()
    if task == "distribute":
        keras.distribution.set_distribution(keras.distribution.DataParallel(devices=keras.distribution.list_devices("cpu")))
        # Every batch has to fall into two halves.
        train = [part[: len(part) // 32 * 32] for part in train]
    model = make_model() if task == "train" else keras.models.load_model(sys.argv[2])
    if task != "evaluate":
        model.fit(*train, batch_size=32, epochs=EPOCHS, verbose=0)
        model.save(sys.argv[2] if task == "train" else sys.argv[3])
    loss, accuracy = model.evaluate(*test, batch_size=360, verbose=0)
    devices = 2 if task == "distribute" else 1
    print(f"Keras {keras.__version__} ({keras.backend.backend()}, {devices} device{'s' * (devices > 1)}): loss {loss:.6f}, accuracy {accuracy:.6f}")


main()
