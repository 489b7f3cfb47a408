package dev.geodesic.report;

import dev.geodesic.machine.Machine;
import dev.geodesic.store.run.Manifest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The program and machine of a run.
 *
 * @param code the version of Geodesic
 * @param libraries versions by name
 * @param machine of the driver
 */
public record Environment(Manifest.Code code, Map<String, String> libraries, Machine machine) {
  /** The value of a fact that is not known. */
  static final String UNKNOWN = "unknown";

  static final String UNCOMMITTED = " and uncommitted changes";

  public Environment {
    libraries = Map.copyOf(libraries);
  }

  static Environment of(Manifest.Run run) {
    return new Environment(run.code(), run.libraries(), run.machine());
  }

  /** The facts as short texts by name, in the order in which they are shown. */
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
