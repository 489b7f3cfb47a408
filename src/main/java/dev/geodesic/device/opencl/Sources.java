package dev.geodesic.device.opencl;

import dev.geodesic.trial.Activation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The text of the kernels, one file a concern. */
final class Sources {
  private static final List<String> FILES =
      List.of(
          "common.cl",
          "numbers.cl",
          "samples.cl",
          "panels.cl",
          "vectors.cl",
          "softmax.cl",
          "layers.cl",
          "cholesky.cl",
          "gram.cl",
          "fisher.cl",
          "ritz.cl",
          "classes.cl",
          "kronecker.cl",
          "systems.cl",
          "tridiagonal.cl",
          "lanczos.cl",
          "filter.cl");

  /**
   * The types of {@code product.cl}: of its left and right factors, of the result, and of the sum.
   */
  private static final List<String> PRODUCTS =
      List.of(
          "ffdf", "ffdd", "dfdf", "dfdd", "dfff", "dffd", "ddff", "ddfd", "dddd", "fdfd", "ffff");

  private Sources() {}

  /** Returns the whole program for work-groups within some limits. */
  static String of(Limits limits) {
    StringBuilder text = new StringBuilder();
    constants(limits).forEach((name, value) -> define(text, name, value));
    FILES.forEach(file -> append(text, file));
    for (String types : PRODUCTS) {
      text.append("#define NAME product_").append(types).append('\n');
      text.append("#define LEFT ").append(type(types.charAt(0))).append('\n');
      text.append("#define RIGHT ").append(type(types.charAt(1))).append('\n');
      text.append("#define RESULT ").append(type(types.charAt(2))).append('\n');
      text.append("#define SUM ").append(type(types.charAt(3))).append('\n');
      append(text, "product.cl");
      text.append("#undef NAME\n#undef LEFT\n#undef RIGHT\n#undef RESULT\n#undef SUM\n");
    }
    return text.toString();
  }

  /** What kernels and the host must agree on. */
  private static Map<String, Integer> constants(Limits limits) {
    Map<String, Integer> all = new TreeMap<>();
    all.put("GROUP", limits.group());
    all.put("SIDE", limits.side());
    all.put("BLOCK", limits.block());
    all.put("EACH", Limits.EACH);
    all.put("STRIPS", Limits.STRIPS);
    all.put("MOST_ITERATIONS", Limits.MOST_ITERATIONS);
    all.put("KNOWN", Filter.KNOWN);
    all.put("RANK", Filter.RANK);
    all.put("SIGMA_MAX", Filter.SIGMA_MAX);
    all.put("STATUS", Filter.STATUS);
    all.put("NO_ROOM", Filter.NO_ROOM);
    all.put("ENDLESS", Filter.ENDLESS);
    all.put("SWEEP", Filter.SWEEP);
    all.put("COEFFICIENTS", OpenClVectors.COEFFICIENTS);
    for (Activation activation : Activation.values()) {
      all.put(activation.name(), OpenClLayers.code(activation));
    }
    return all;
  }

  private static void define(StringBuilder text, String name, int value) {
    text.append("#define ").append(name).append(' ').append(value).append('\n');
  }

  private static String type(char letter) {
    return letter == 'f' ? "float" : "double";
  }

  /** Appends a file; the compiler's messages name it and its lines. */
  private static void append(StringBuilder text, String file) {
    text.append("#line 1 \"").append(file).append("\"\n").append(read(file)).append('\n');
  }

  private static String read(String file) {
    try (InputStream in = Sources.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("resource must exist: " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
