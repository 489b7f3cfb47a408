package dev.geodesic.report;

import dev.geodesic.store.run.Manifest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Finds the differences between the manifests of several sweeps. */
final class ManifestFacts {
  private static final double GIBI = 1L << 30;

  private ManifestFacts() {}

  /** Returns the keys of the confs whose values differ, as a table; empty where none does. */
  static String ofConf(List<ComparedSweep> sweeps) {
    return table("key", sweeps, run -> flattened(run.conf()));
  }

  /** Returns the differences in code, libraries, machine and data, as a table; empty if none. */
  static String ofEnvironment(List<ComparedSweep> sweeps) {
    return table("what", sweeps, ManifestFacts::environment);
  }

  private static Map<String, String> environment(Manifest.Run run) {
    Map<String, String> facts = new LinkedHashMap<>(Environment.of(run).facts());
    facts.put("cores", Integer.toString(run.machine().cores()));
    facts.put("memory, GiB", Digits.six(run.machine().memoryBytes() / GIBI));
    facts.put("master", run.spark().master());
    facts.put("slots", Integer.toString(run.spark().slots()));
    run.gpus()
        .forEach(
            gpu -> {
              String address = gpu.address() == null ? "" : " " + gpu.address();
              facts.put("GPU%s of %s".formatted(address, gpu.host()), gpu.description());
            });
    new TreeMap<>(run.dataFingerprints()).forEach((name, hash) -> facts.put("data " + name, hash));
    return facts;
  }

  /** Returns the values of a conf as texts by the keys that lead to them, joined by dots. */
  static Map<String, String> flattened(Map<String, ?> conf) {
    Map<String, String> flat = new TreeMap<>();
    new TreeMap<>(conf).forEach((key, value) -> flatten(key, value, flat));
    return flat;
  }

  private static void flatten(String path, @Nullable Object value, Map<String, String> flat) {
    if (value instanceof Map<?, ?> section) {
      section.forEach((key, part) -> flatten(path + "." + key, part, flat));
    } else if (value instanceof List<?> list && list.stream().anyMatch(Map.class::isInstance)) {
      flattenList(path, list, flat);
    } else {
      flat.put(path, String.valueOf(value));
    }
  }

  /** Names an entry by its {@code name}, not its number, which depends on the entries before it. */
  private static void flattenList(String path, List<?> list, Map<String, String> flat) {
    Map<String, Integer> seen = new HashMap<>();
    for (Object entry : list) {
      Object name = entry instanceof Map<?, ?> section ? section.get("name") : null;
      String called = Objects.toString(name, "");
      int number = seen.merge(called, 1, Integer::sum);
      String suffix = number == 1 && !called.isEmpty() ? called : called + "#" + number;
      flatten(path + "." + suffix, entry, flat);
    }
  }

  private static String table(
      String header,
      List<ComparedSweep> sweeps,
      Function<Manifest.Run, Map<String, String>> facts) {
    List<Map<String, Set<String>>> told = sweeps.stream().map(s -> told(s, facts)).toList();
    Set<String> names = new LinkedHashSet<>();
    told.forEach(of -> names.addAll(of.keySet()));
    List<Row> rows = new ArrayList<>();
    for (String name : names) {
      List<String> values = told.stream().map(of -> text(of.getOrDefault(name, Set.of()))).toList();
      if (new TreeSet<>(values).size() > 1) {
        rows.add(RowFactory.create(Stream.concat(Stream.of(name), values.stream()).toArray()));
      }
    }
    StructType columns = new StructType().add(header, DataTypes.StringType);
    for (ComparedSweep sweep : sweeps) {
      columns = columns.add(sweep.label(), DataTypes.StringType);
    }
    return rows.isEmpty() ? "" : QueryFormat.table(columns, rows);
  }

  /** Returns all values of each fact in the runs of a sweep, in their order. */
  private static Map<String, Set<String>> told(
      ComparedSweep sweep, Function<Manifest.Run, Map<String, String>> facts) {
    Map<String, Set<String>> told = new LinkedHashMap<>();
    for (Manifest.Run run : sweep.runs()) {
      facts
          .apply(run)
          .forEach(
              (name, value) -> told.computeIfAbsent(name, n -> new LinkedHashSet<>()).add(value));
    }
    return told;
  }

  private static String text(Set<String> values) {
    return values.isEmpty() ? "–" : String.join(", then ", values);
  }
}
