package dev.geodesic.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A model as NumPy's {@code .npz}: a zip file of arrays, in float32 as they were trained. */
final class NumpyArchive {
  /** The first moment that a zip file knows: the same model makes the same bytes. */
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private NumpyArchive() {}

  static byte[] of(ExportedModel model) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> array : arrays(model).entrySet()) {
        ZipEntry entry = new ZipEntry(array.getKey() + ".npy");
        entry.setTimeLocal(NO_TIME);
        zip.putNextEntry(entry);
        zip.write(array.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static Map<String, byte[]> arrays(ExportedModel model) {
    Map<String, byte[]> arrays = new LinkedHashMap<>();
    for (int l = 0; l < model.layers().size(); l++) {
      ExportedLayer layer = model.layers().get(l);
      arrays.put("W" + l, NumpyArray.of(layer.weights(), layer.inputs(), layer.outputs()));
      arrays.put("b" + l, NumpyArray.of(layer.bias(), layer.outputs()));
    }
    InputMap input = model.input();
    arrays.put("offset", NumpyArray.of(input.offset(), input.width()));
    arrays.put("factor", NumpyArray.of(input.factor(), input.width()));
    arrays.put("classes", NumpyArray.of(model.classes(), model.classes().size()));
    arrays.put("features", NumpyArray.of(input.names(), input.names().size()));
    arrays.put("metadata", NumpyArray.of(List.of(ModelFacts.of(model))));
    return arrays;
  }
}
