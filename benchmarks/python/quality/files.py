"""The files that the two sides exchange: IDX and safetensors, without a library."""

import gzip
import json
import pathlib
import struct

import torch

REPOSITORY = pathlib.Path(__file__).resolve().parents[3]
EMBEDDED = REPOSITORY / "datasets/src/main/resources/org/atelier/datasets/fashionmnist"


def read_idx(file):
    data = (gzip.open if file.suffix == ".gz" else open)(file, "rb").read()
    shape = struct.unpack_from(f">{data[3]}i", data, 4)
    return torch.frombuffer(bytearray(data), dtype=torch.uint8, offset=4 + 4 * data[3]).view(*shape)


def write_idx(file, values):
    header = struct.pack(f">HBB{values.dim()}i", 0, 8, values.dim(), *values.shape)
    file.write_bytes(header + bytes(values.contiguous().flatten().tolist()))


def training_data(folder):
    """Pictures (N, 1, 28, 28), uint8, and labels (N): of a folder, or the embedded ones."""
    folder, split = (EMBEDDED, "t10k") if folder is None else (pathlib.Path(folder), "train")

    def find(name):
        plain = folder / f"{split}-{name}"
        return plain if plain.exists() else plain.with_name(plain.name + ".gz")

    return read_idx(find("images-idx3-ubyte")).unsqueeze(1), read_idx(find("labels-idx1-ubyte")).long()


def read_safetensors(file):
    data = file.read_bytes()
    start = 8 + struct.unpack_from("<Q", data)[0]
    types = {"F32": torch.float32, "I64": torch.int64}
    tensors = {}
    for name, entry in json.loads(data[8:start]).items():
        if name != "__metadata__":
            begin, end = entry["data_offsets"]
            values = torch.frombuffer(bytearray(data[start + begin : start + end]), dtype=types[entry["dtype"]])
            tensors[name] = values.view(entry["shape"])
    return tensors


def write_safetensors(file, tensors):
    """Of float32; whole, or not at all."""
    header, end = {}, 0
    for name, values in tensors.items():
        begin, end = end, end + 4 * values.numel()
        header[name] = {"dtype": "F32", "shape": list(values.shape), "data_offsets": [begin, end]}
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    part = file.with_name(file.name + ".part")
    with open(part, "wb") as out:
        out.write(struct.pack("<Q", len(text)) + text)
        for values in tensors.values():
            out.write(bytes(values.contiguous().flatten().view(torch.uint8).tolist()))
    part.replace(file)
