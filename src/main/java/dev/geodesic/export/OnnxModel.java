package dev.geodesic.export;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import dev.geodesic.trial.Activation;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A model as an ONNX graph: {@code features} of samples as they are, in float64, to the {@code
 * label} of the likeliest class, by its name, and {@code probabilities}. All of it is in float64,
 * as the map of the input inside the first layer may not fit into float32.
 */
final class OnnxModel {
  /** Of 2021: every runtime of the last years reads it, and later ones would add nothing. */
  private static final int OPERATORS = 13;

  private static final int FORMAT = 7;
  private static final String SAMPLES = "samples";
  private static final String FEATURES = "features";
  private static final String PROBABILITIES = "probabilities";
  private static final String LABEL = "label";

  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("geodesic");

  private OnnxModel() {}

  static byte[] of(ExportedModel model) {
    return ModelProto.newBuilder()
        .setIrVersion(FORMAT)
        .setProducerName("geodesic")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPERATORS))
        .addMetadataProps(
            StringStringEntryProto.newBuilder().setKey("metadata").setValue(ModelFacts.of(model)))
        .setDocString(
            "%s; trial %s; takes %s"
                .formatted(
                    model.origin().configuration(),
                    model.origin().trial(),
                    model.input().describe()))
        .setGraph(new OnnxModel().graph(model))
        .build()
        .toByteArray();
  }

  private GraphProto graph(ExportedModel model) {
    List<WideLayer> layers = WideLayer.of(model);
    graph.addInput(tensor(FEATURES, DataType.DOUBLE, model.input().width()));
    String below = FEATURES;
    for (int l = 0; l < layers.size(); l++) {
      boolean isLast = l == layers.size() - 1;
      below = layer(l, layers.get(l), below, isLast ? "logits" : "sums" + l);
      if (!isLast) {
        below = node(operator(model.activation()), "hidden" + l, below);
      }
    }
    node("Softmax", PROBABILITIES, List.of(attribute("axis", 1)), below);
    String likeliest =
        node("ArgMax", "likeliest", List.of(attribute("axis", 1), attribute("keepdims", 0)), below);
    names("classes", model.classes());
    node("Gather", LABEL, "classes", likeliest);
    graph.addOutput(tensor(LABEL, DataType.STRING));
    graph.addOutput(tensor(PROBABILITIES, DataType.DOUBLE, model.classes().size()));
    return graph.build();
  }

  private static String operator(Activation activation) {
    return switch (activation) {
      case TANH -> "Tanh";
      case RELU -> "Relu";
    };
  }

  /** Adds {@code output = below · W + b}. */
  private String layer(int l, WideLayer layer, String below, String output) {
    numbers("W" + l, layer.weights(), layer.inputs(), layer.outputs());
    numbers("b" + l, layer.bias(), layer.outputs());
    return node("Gemm", output, below, "W" + l, "b" + l);
  }

  private String node(String operator, String output, String... inputs) {
    return node(operator, output, List.of(), inputs);
  }

  private String node(
      String operator, String output, List<AttributeProto> attributes, String... inputs) {
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType(operator)
            .setName(output)
            .addAllInput(List.of(inputs))
            .addOutput(output)
            .addAllAttribute(attributes));
    return output;
  }

  private static AttributeProto attribute(String name, long value) {
    return AttributeProto.newBuilder().setName(name).setType(AttributeType.INT).setI(value).build();
  }

  private void numbers(String name, double[] values, long... shape) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asDoubleBuffer().put(values);
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(DataType.DOUBLE.getNumber())
            .setRawData(ByteString.copyFrom(bytes));
    for (long size : shape) {
      tensor.addDims(size);
    }
    graph.addInitializer(tensor);
  }

  private void names(String name, List<String> values) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(DataType.STRING.getNumber())
            .addDims(values.size());
    values.forEach(value -> tensor.addStringData(ByteString.copyFromUtf8(value)));
    graph.addInitializer(tensor);
  }

  /** Describes an input or output with one row for each sample. */
  private static ValueInfoProto tensor(String name, DataType type, long... rest) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    shape.addDimBuilder().setDimParam(SAMPLES);
    for (long size : rest) {
      shape.addDimBuilder().setDimValue(size);
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(shape)))
        .build();
  }
}
