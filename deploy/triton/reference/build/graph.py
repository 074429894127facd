"""A small expression language over onnx.helper, so that a graph reads like the formula it computes.

Inside `with Graph("name") as g:` every operation on a Value appends one ONNX node to g. Numbers and arrays become
initializers of the outermost graph, stored once per content. Names are counted, so the same script gives the same bytes.
"""
import numpy as np
from onnx import TensorProto, helper, numpy_helper

OPSET = 18
IR_VERSION = 8
UINT8, INT64, FLOAT, FLOAT16, BOOL = (
    TensorProto.UINT8, TensorProto.INT64, TensorProto.FLOAT, TensorProto.FLOAT16, TensorProto.BOOL)

_open_graphs = []


class Value:
    """A tensor in the graph that is being built, known by its name."""

    __array_ufunc__ = None  # so that array * Value becomes a node, not an array of Values

    def __init__(self, name):
        self.name = name

    def __add__(self, other): return op("Add", self, other)
    def __radd__(self, other): return op("Add", other, self)
    def __sub__(self, other): return op("Sub", self, other)
    def __rsub__(self, other): return op("Sub", other, self)
    def __mul__(self, other): return op("Mul", self, other)
    def __rmul__(self, other): return op("Mul", other, self)
    def __truediv__(self, other): return op("Div", self, other)
    def __rtruediv__(self, other): return op("Div", other, self)
    def __neg__(self): return op("Neg", self)


class Graph:
    """One ONNX graph; opened inside another it is a subgraph (a Loop or If body) and sees the outer values."""

    def __init__(self, name):
        self.name, self.nodes, self.inputs, self.outputs = name, [], [], []
        self.initializers, self.count = {}, 0

    def __enter__(self):
        self.root = _open_graphs[0] if _open_graphs else self
        _open_graphs.append(self)
        return self

    def __exit__(self, *_):
        _open_graphs.pop()

    def fresh(self, hint):
        self.root.count += 1
        return f"{hint}_{self.root.count}"

    def input(self, name, dtype, shape):
        self.inputs.append(helper.make_tensor_value_info(name, dtype, shape))
        return Value(name)

    def output(self, name, value, dtype, shape):
        self.nodes.append(helper.make_node("Identity", [value.name], [name], name=self.fresh("out")))
        self.outputs.append(helper.make_tensor_value_info(name, dtype, shape))

    def constant(self, array):
        initializers = self.root.initializers
        key = (array.dtype.str, array.shape, array.tobytes())
        if key not in initializers:
            name = f"const_{len(initializers)}"
            initializers[key] = numpy_helper.from_array(np.array(array, order="C"), name)
        return Value(initializers[key].name)

    def to_proto(self):
        return helper.make_graph(self.nodes, self.name, self.inputs, self.outputs,
                                 list(self.initializers.values()))

    def to_model(self):
        return helper.make_model(self.to_proto(), opset_imports=[helper.make_opsetid("", OPSET)],
                                 ir_version=IR_VERSION, producer_name="stillwake-reference")


def value_of(thing):
    """A Value as it is; a Python float as FLOAT, a Python int as INT64, an array by its own dtype (float64 -> FLOAT)."""
    if isinstance(thing, Value):
        return thing
    array = np.asarray(thing)
    if array.dtype == np.float64:
        array = array.astype(np.float32)
    return _open_graphs[-1].constant(array)


def op(kind, *inputs, outputs=1, **attributes):
    """Appends one node; inputs may be Values, numbers, arrays or None for an optional input left out."""
    graph = _open_graphs[-1]
    names = ["" if i is None else value_of(i).name for i in inputs]
    results = [graph.fresh(kind.lower()) for _ in range(outputs)]
    graph.nodes.append(helper.make_node(kind, names, results, name=graph.fresh(kind), **attributes))
    values = [Value(r) for r in results]
    return values[0] if outputs == 1 else values


def ints(*numbers):
    return np.array(numbers, np.int64)


def loop(trip_count, carried, body):
    """ONNX Loop: body(i, *state) -> (new state list, value stacked per iteration). Returns (state..., stacked)."""
    with Graph("each") as g:
        i = g.input(g.fresh("i"), INT64, [])
        going = g.input(g.fresh("going"), BOOL, [])
        state = [g.input(g.fresh("state"), dtype, None) for _, dtype in carried]
        new_state, (stacked, stacked_dtype) = body(i, *state)
        g.output(g.fresh("go"), going, BOOL, [])
        for value, (_, dtype) in zip(new_state, carried):
            g.output(g.fresh("next"), value, dtype, None)
        g.output(g.fresh("row"), stacked, stacked_dtype, None)
    result = op("Loop", trip_count, np.array(True), *[v for v, _ in carried],
                outputs=len(carried) + 1, body=g.to_proto())
    return result


def when(condition, then, otherwise, dtype=FLOAT):
    """ONNX If; only the chosen branch is computed. The branches give one Value each, or lists of the same length."""
    branches, count = [], 0
    for name, compute in (("then", then), ("else", otherwise)):
        with Graph(name) as g:
            results = compute()
            values = results if isinstance(results, list) else [results]
            count = len(values)
            for value in values:
                g.output(g.fresh(name), value, dtype, None)
        branches.append(g.to_proto())
    chosen = op("If", condition, outputs=count, then_branch=branches[0], else_branch=branches[1])
    return [chosen] if isinstance(results, list) and count == 1 else chosen
