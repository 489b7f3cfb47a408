package dev.geodesic.check;

import dev.geodesic.device.Device;
import dev.geodesic.device.Indices;
import dev.geodesic.device.Matrix;
import dev.geodesic.device.Panel;
import dev.geodesic.trial.DeviceRequest;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Checks that values return from a device bit for bit, and that its scopes are separate. */
final class MemoryChecks {
  private MemoryChecks() {}

  static List<Check> all() {
    Checks checks = new Checks("Device");
    for (Shape n : Shape.ALL) {
      String words = n.toString();
      checks.add(words, s -> upload(s, n), "upload(float[],int,int)", "download");
      checks.add(words, s -> uploadSparse(s, n), "samples(int[],int[],float[],int)", "download");
      checks.add(words, s -> writeMatrix(s, n), "write(float[],Matrix)", "matrix");
      checks.add(words, s -> writePanel(s, n), "write(double[],Panel)", "panel", "Panel.toArray");
      checks.add(words, s -> slice(s, n), "Matrix.slice");
      checks.add(words, s -> gather(s, n), "gather");
      checks.add(
          words,
          s -> indices(s, n),
          "indices",
          "download(Indices)",
          "gather(Indices,Indices,Indices)",
          "Indices.count",
          "Indices.slice");
      checks.add(words, s -> batch(s, n), "batch", "gather");
      checks.add(words, s -> sparseBatch(s, n), "batch", "gather");
      checks.add("sparse, " + words, s -> sparseSlice(s, n), "Matrix.slice");
    }
    for (int different : new int[] {1, 256, 257, 1 << 16, 1 << 17}) {
      String words = "%d different values".formatted(different);
      checks.add(
          words, s -> samples(s, different), "samples(float[],int,int)", "gather", "download");
    }
    checks.add(
        "of every kind of matrix", MemoryChecks::matrixDimensions, "Matrix.rows", "Matrix.columns");
    checks.add(
        "of a panel", MemoryChecks::panelDimensions, "Panel.batch", "Panel.trials", "Panel.width");
    checks.add("two scopes, one in the other", MemoryChecks::scopes, "inScope");
    checks.add(
        "",
        s ->
            s.compare()
                .holds(
                    "the description must begin with the kind",
                    s.device().kind() != DeviceRequest.AUTO
                        && s.device()
                            .description()
                            .matches(s.device().kind().confName() + "[:, ].+")),
        "description",
        "kind");
    checks.add(
        "",
        s -> s.compare().holds("memory must be > 0", s.device().memoryBytes() > 0),
        "memoryBytes");
    return checks.all();
  }

  /** Returns random numbers, and among them NaN, infinity, and the least and the largest float. */
  private static HostMatrix matrix(CheckContext s, int rows, int columns) {
    HostMatrix host = s.matrix(rows, columns);
    float[] extremes = {Float.NaN, Float.NEGATIVE_INFINITY, Float.MIN_VALUE, Float.MAX_VALUE, 0};
    for (int i = 0; i < extremes.length && i < host.values().length - 1; i++) {
      host.values()[i] = extremes[i];
    }
    return host;
  }

  private static void upload(CheckContext s, Shape shape) {
    HostMatrix host = matrix(s, shape.batch(), shape.inputs());
    float[] given = host.values().clone();
    Matrix matrix = s.own(s.device().upload(given, host.rows(), host.columns()));
    s.compare().same("rows", matrix.rows(), host.rows());
    s.compare().same("columns", matrix.columns(), host.columns());
    // The device holds a copy, so that changes of the array do not matter.
    Arrays.fill(given, 7);
    s.compare().same("element", s.device().download(matrix), host.values());
    s.device().download(matrix)[0] = 7;
    s.compare().same("element", s.device().download(matrix), host.values());
  }

  private static void uploadSparse(CheckContext s, Shape shape) {
    HostMatrix host = s.sparseMatrix(shape.batch(), shape.inputs(), State.PLAIN);
    Matrix matrix = s.uploadSparse(host);
    s.unchanged("element", matrix, host);
    int[] starts = {0, 2, 2, 3};
    int[] columns = {0, 3, 2};
    float[] values = {5, -1, 2};
    Matrix copy = s.own(s.device().samples(starts, columns, values, 4));
    Arrays.fill(values, 7);
    Arrays.fill(columns, 1);
    s.unchanged(
        "element", copy, new HostMatrix(new float[] {5, 0, 0, -1, 0, 0, 0, 0, 0, 0, 2, 0}, 3, 4));
    HostMatrix other = s.sparseMatrix(shape.batch(), shape.inputs(), State.PLAIN);
    s.device().write(other.values(), matrix);
    s.unchanged("element", matrix, other);
  }

  /** Checks samples that may be held as codes, their slices and batches, and products with them. */
  private static void samples(CheckContext s, int different) {
    int columns = 24;
    HostMatrix host = matrix(s, 2 + 4 * different / columns, columns);
    for (int i = different; i < host.values().length; i++) {
      host.values()[i] = host.values()[i % different];
    }
    float[] given = host.values().clone();
    Matrix samples = s.own(s.device().samples(given, host.rows(), columns));
    Arrays.fill(given, 7);
    s.unchanged("element", samples, host);
    int from = columns * (host.rows() / 2);
    Matrix slice = samples.slice(host.rows() / 2, 1);
    HostMatrix middle =
        new HostMatrix(Arrays.copyOfRange(host.values(), from, from + columns), 1, columns);
    s.unchanged("slice", slice, middle);
    gatherTwice(s, host, samples, 3);
    gatherTwice(s, middle, slice, 1);
  }

  private static void writeMatrix(CheckContext s, Shape shape) {
    HostMatrix host = matrix(s, shape.trials() * shape.outputs(), shape.inputs());
    Matrix matrix = s.device().matrix(host.rows(), host.columns());
    Matrix other = s.device().matrix(host.rows(), host.columns());
    s.device().write(host.values(), matrix);
    s.device().write(new float[host.values().length], other);
    s.compare().same("rows", matrix.rows(), host.rows());
    s.compare().same("columns", matrix.columns(), host.columns());
    s.unchanged("element", matrix, host);
  }

  private static void writePanel(CheckContext s, Shape shape) {
    HostPanel host = s.panel(shape.batch(), shape.trials(), shape.outputs(), State.LOST);
    double[] given = host.values().clone();
    Panel panel = s.device().panel(host.batch(), host.trials(), host.width());
    Panel other = s.device().panel(host.batch(), host.trials(), host.width());
    s.device().write(given, panel);
    s.device().write(new double[given.length], other);
    Arrays.fill(given, 7);
    s.unchanged("element", panel, host);
    panel.toArray()[0] = 7;
    s.unchanged("element", panel, host);
    s.compare().same("batch", panel.batch(), host.batch());
    s.compare().same("trials", panel.trials(), host.trials());
    s.compare().same("width", panel.width(), host.width());
  }

  private static void slice(CheckContext s, Shape shape) {
    HostMatrix host = s.matrix(shape.batch() + 3, shape.inputs());
    Matrix matrix = s.upload(host);
    Matrix slice = matrix.slice(2, shape.batch());
    s.compare().same("rows", slice.rows(), shape.batch());
    s.compare().same("columns", slice.columns(), shape.inputs());
    int from = 2 * shape.inputs();
    int to = from + shape.batch() * shape.inputs();
    s.compare()
        .same("element", s.device().download(slice), Arrays.copyOfRange(host.values(), from, to));
    // A slice is in the same memory.
    s.device().write(new float[to - from], slice);
    Arrays.fill(host.values(), from, to, 0);
    s.unchanged("element", matrix, host);
  }

  /** Checks rows in any order, with one of them twice. */
  private static void gather(CheckContext s, Shape shape) {
    HostMatrix host = s.matrix(40, shape.inputs());
    Matrix source = s.upload(host);
    int[] rows = s.random().ints(shape.batch(), 0, host.rows()).toArray();
    rows[shape.batch() - 1] = rows[0];
    Matrix target = s.garbageMatrix(shape.batch(), shape.inputs());
    s.device().gather(source, s.upload(rows), target);
    float[] expected = new float[shape.batch() * shape.inputs()];
    for (int b = 0; b < rows.length; b++) {
      System.arraycopy(
          host.values(), rows[b] * shape.inputs(), expected, b * shape.inputs(), shape.inputs());
    }
    s.compare().same("element", s.device().download(target), expected);
    s.unchanged("the source", source, host);
  }

  /** Checks integers and their slices, and rows that are a slice. */
  private static void indices(CheckContext s, Shape shape) {
    int[] host = s.random().ints(40, -5, 1 << 30).toArray();
    Indices source = s.upload(host);
    s.compare().same("count", source.count(), host.length);
    same(s, source, host);
    int[] rows = s.random().ints(shape.batch() + 3, 0, 30).toArray();
    Indices chosen = s.upload(rows).slice(2, shape.batch() + 1).slice(0, shape.batch());
    s.compare().same("count of a slice", chosen.count(), shape.batch());
    int[] places = Arrays.copyOfRange(rows, 2, 2 + shape.batch());
    same(s, chosen, places);
    Indices target = s.upload(new int[shape.batch()]);
    s.device().gather(source.slice(10, 30), chosen, target);
    same(s, target, IntStream.of(places).map(row -> host[10 + row]).toArray());
    HostMatrix samples = s.matrix(30, shape.inputs());
    Matrix batch = s.garbageMatrix(shape.batch(), shape.inputs());
    s.device().gather(s.upload(samples), chosen, batch);
    float[] expected = new float[shape.batch() * shape.inputs()];
    for (int b = 0; b < places.length; b++) {
      int from = places[b] * shape.inputs();
      System.arraycopy(samples.values(), from, expected, b * shape.inputs(), shape.inputs());
    }
    s.unchanged("element", batch, new HostMatrix(expected, shape.batch(), shape.inputs()));
  }

  private static void same(CheckContext s, Indices found, int[] expected) {
    s.compare()
        .same(
            "integer",
            IntStream.of(s.device().download(found)).asDoubleStream().toArray(),
            IntStream.of(expected).asDoubleStream().toArray());
  }

  /** Checks that samples return from a batch of their own kind. */
  private static void batch(CheckContext s, Shape shape) {
    HostMatrix host = s.matrix(40, shape.inputs());
    gatherTwice(s, host, s.upload(host), shape.batch());
  }

  private static void sparseBatch(CheckContext s, Shape shape) {
    HostMatrix host = s.sparseMatrix(40, shape.inputs(), State.PLAIN);
    gatherTwice(s, host, s.uploadSparse(host), shape.batch());
  }

  /** Checks two batches, one after the other, which may have different numbers of elements. */
  private static void gatherTwice(CheckContext s, HostMatrix host, Matrix source, int size) {
    Matrix batch = s.own(s.device().batch(size, source));
    s.compare().same("rows", batch.rows(), size);
    s.compare().same("columns", batch.columns(), host.columns());
    for (int round = 0; round < 2; round++) {
      int[] rows = s.random().ints(size, 0, host.rows()).toArray();
      rows[size - 1] = rows[0];
      s.device().gather(source, s.upload(rows), batch);
      float[] expected = new float[size * host.columns()];
      for (int b = 0; b < size; b++) {
        int from = rows[b] * host.columns();
        System.arraycopy(host.values(), from, expected, b * host.columns(), host.columns());
      }
      s.unchanged("element", batch, new HostMatrix(expected, size, host.columns()));
    }
    s.unchanged("the source", source, host);
  }

  private static void sparseSlice(CheckContext s, Shape shape) {
    HostMatrix host = s.sparseMatrix(shape.batch() + 3, shape.inputs(), State.PLAIN);
    Matrix slice = s.uploadSparse(host).slice(1, shape.batch() + 2).slice(1, shape.batch());
    int from = 2 * shape.inputs();
    int to = from + shape.batch() * shape.inputs();
    float[] part = Arrays.copyOfRange(host.values(), from, to);
    s.unchanged("element", slice, new HostMatrix(part, shape.batch(), shape.inputs()));
    Matrix batch = s.own(s.device().batch(1, slice));
    s.device().gather(slice, s.upload(new int[] {shape.batch() - 1}), batch);
    float[] last = Arrays.copyOfRange(host.values(), to - shape.inputs(), to);
    s.unchanged("element", batch, new HostMatrix(last, 1, shape.inputs()));
  }

  private static void matrixDimensions(CheckContext s) {
    for (Matrix matrix :
        List.of(
            s.upload(s.matrix(5, 3)),
            s.device().matrix(5, 3),
            s.upload(s.matrix(9, 3)).slice(1, 5))) {
      s.compare().same("rows", matrix.rows(), 5);
      s.compare().same("columns", matrix.columns(), 3);
    }
  }

  private static void panelDimensions(CheckContext s) {
    Panel panel = s.device().panel(5, 3, 7);
    s.compare().same("batch", panel.batch(), 5);
    s.compare().same("trials", panel.trials(), 3);
    s.compare().same("width", panel.width(), 7);
  }

  /**
   * Checks that inner scopes do not reuse memory of the outer one, and return the work's result.
   */
  private static void scopes(CheckContext s) {
    Device device = s.device();
    HostPanel panel = s.panel(3, 2, 5);
    HostMatrix matrix = s.matrix(4, 3);
    Panel outer = s.upload(panel);
    Matrix outerMatrix = device.matrix(4, 3);
    device.write(matrix.values(), outerMatrix);
    for (int i = 0; i < 3; i++) {
      int answer = 40 + i;
      int given =
          device.inScope(
              () -> {
                device.write(new double[30], device.panel(3, 2, 5));
                device.write(new float[12], device.matrix(4, 3));
                return answer;
              });
      s.compare().same("result of the work", given, answer);
    }
    s.unchanged("element", outer, panel);
    s.unchanged("element", outerMatrix, matrix);
    s.compare()
        .holds(
            "a scope must return null where the work does",
            device.<@Nullable Void>inScope(() -> null) == null);
  }
}
