package dev.geodesic.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.geodesic.export.ExportedModel.Origin;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a file says of its model in addition to the weights, as JSON. */
final class ModelFacts {
  /** In ASCII: ONNX Runtime for Java breaks what lies outside of UTF-16's first plane. */
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private ModelFacts() {}

  /** Returns a JSON object. */
  static String of(ExportedModel model) {
    Origin origin = model.origin();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("trial", origin.trial());
    facts.put("configuration", origin.configuration());
    facts.put("steps", origin.steps());
    facts.put("data", origin.data());
    facts.put("holdout_loss", origin.loss());
    facts.put("holdout_accuracy", origin.accuracy());
    facts.put("layers", model.layers().size());
    facts.put("activation", model.activation().confName());
    facts.put("downsample", model.input().downsample());
    facts.put("input", model.input().describe());
    facts.put("classes", model.classes());
    facts.put("features", model.input().names());
    try {
      return JSON.writeValueAsString(facts);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Facts are numbers, strings and lists of them", e);
    }
  }
}
