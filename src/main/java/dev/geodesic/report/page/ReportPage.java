package dev.geodesic.report.page;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import dev.geodesic.store.run.Libraries;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The report as one self-contained HTML file with data, scripts and style. Its content security
 * policy forbids loading anything and running any other script.
 */
final class ReportPage {
  /** The scripts in their order: each uses those before it. */
  private static final List<String> SCRIPTS =
      List.of(
          "dom.js",
          "charts.js",
          "loss.js",
          "tuned.js",
          "ladder.js",
          "sensitivity.js",
          "divergence.js",
          "importance.js",
          "parallel.js",
          "cost.js",
          "night.js",
          "main.js");

  /** Writes infinity and NaN as null, because JSON has neither. */
  private static final StdSerializer<Double> FINITE =
      new StdSerializer<>(Double.class) {
        @Override
        public void serialize(Double number, JsonGenerator out, SerializerProvider provider)
            throws IOException {
          if (Double.isFinite(number)) {
            out.writeNumber(number);
          } else {
            out.writeNull();
          }
        }
      };

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(
              new SimpleModule()
                  .addSerializer(Double.class, FINITE)
                  .addSerializer(Double.TYPE, FINITE))
          .build();

  private ReportPage() {}

  static String html(PageData data) {
    String charts = library();
    String script =
        SCRIPTS.stream()
            .map(ReportPage::resource)
            .collect(Collectors.joining("\n", "(() => {\n'use strict';\n", "})();\n"));
    return resource("page.html")
        .replace("@policy@", policy(List.of(charts, script)))
        .replace("@style@", resource("page.css"))
        .replace("@echarts@", charts)
        .replace("@script@", script)
        .replace("@data@", json(data));
  }

  /** Returns the content security policy; inline styles are allowed because charts need them. */
  private static String policy(List<String> scripts) {
    return "default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src "
        + scripts.stream().map(ReportPage::hash).collect(Collectors.joining(" "));
  }

  private static String hash(String script) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
      return "'sha256-%s'".formatted(Base64.getEncoder().encodeToString(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }

  /** Returns the data as JSON that cannot end the script element that contains it. */
  private static String json(PageData data) {
    try {
      return JSON.writeValueAsString(data).replace("<", "\\u003c");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Records can be written as JSON", e);
    }
  }

  private static String library() {
    return resource(
        "/META-INF/resources/_static/echarts/%s/dist/echarts.min.js"
            .formatted(Libraries.running().get("echarts")));
  }

  private static String resource(String name) {
    try (InputStream in =
        Objects.requireNonNull(ReportPage.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
