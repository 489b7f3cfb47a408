package dev.geodesic.conf;

import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import dev.geodesic.trial.RequestException;
import java.io.File;
import java.net.URL;

/**
 * Refuses every {@code include}. HOCON passes over an included file that does not exist, so that a
 * slip in its name would quietly change the sweep.
 */
record NoIncludes(String origin)
    implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {
  @Override
  public ConfigIncluder withFallback(ConfigIncluder fallback) {
    return this;
  }

  @Override
  public ConfigObject include(ConfigIncludeContext context, String what) {
    throw refuse(what);
  }

  @Override
  public ConfigObject includeFile(ConfigIncludeContext context, File what) {
    throw refuse(what);
  }

  @Override
  public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
    throw refuse(what);
  }

  @Override
  public ConfigObject includeResources(ConfigIncludeContext context, String what) {
    throw refuse(what);
  }

  private RequestException refuse(Object what) {
    return new RequestException(
        "%s: a conf must be one file, without include, got: include \"%s\"; copy its keys in"
            .formatted(origin, what));
  }
}
