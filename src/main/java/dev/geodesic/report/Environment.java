package dev.geodesic.report;

import dev.geodesic.store.run.Machine;
import dev.geodesic.store.run.Manifest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a run ran on.
 *
 * @param code which Geodesic
 * @param libraries versions by name
 * @param machine the driver's
 */
public record Environment(Manifest.Code code, Map<String, String> libraries, Machine machine) {
  /** What a fact is called that no launcher has told. */
  static final String UNKNOWN = "unknown";

  static final String UNCOMMITTED = " and uncommitted changes";

  public Environment {
    libraries = Map.copyOf(libraries);
  }

  static Environment of(Manifest.Run run) {
    return new Environment(run.code(), run.libraries(), run.machine());
  }

  /** Short texts by name, in the order in which they are shown. */
  Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("code version", code.version());
    facts.put("code commit", code.gitCommit() + (isUncommitted() ? UNCOMMITTED : ""));
    new TreeMap<>(libraries).forEach((name, version) -> facts.put("library " + name, version));
    facts.put("host", machine.host());
    facts.put("processor", machine.processor());
    facts.put("system", machine.system());
    return facts;
  }

  private boolean isUncommitted() {
    return Boolean.parseBoolean(code.gitDirty());
  }
}
