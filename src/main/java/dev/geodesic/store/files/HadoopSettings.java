package dev.geodesic.store.files;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;

/**
 * The properties of Hadoop's configuration that are not defaults, few enough to be sent with every
 * task: Hadoop's thousand defaults are in its jar on every executor.
 *
 * @param pairs every property that does not come from a default file
 */
record HadoopSettings(Map<String, String> pairs) implements Serializable {
  /** One configuration for the JVM: to parse Hadoop's defaults takes some milliseconds. */
  private static final Map<HadoopSettings, Configuration> PARSED = new ConcurrentHashMap<>();

  HadoopSettings {
    pairs = Map.copyOf(pairs);
  }

  static HadoopSettings of(Configuration configuration) {
    Map<String, String> pairs = new TreeMap<>();
    for (Map.Entry<String, String> entry : configuration) {
      if (!isDefault(configuration, entry.getKey())) {
        pairs.put(entry.getKey(), entry.getValue());
      }
    }
    return new HadoopSettings(pairs);
  }

  private static boolean isDefault(Configuration configuration, String key) {
    String[] sources = configuration.getPropertySources(key);
    return sources != null
        && sources.length > 0
        && Arrays.stream(sources).allMatch(source -> source.endsWith("-default.xml"));
  }

  Configuration configuration() {
    return PARSED.computeIfAbsent(
        this,
        settings -> {
          Configuration configuration = new Configuration();
          settings.pairs.forEach(configuration::set);
          return configuration;
        });
  }
}
