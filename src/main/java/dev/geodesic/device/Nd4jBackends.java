package dev.geodesic.device;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Stream;
import org.nd4j.common.config.ND4JClassLoading;

/**
 * The back ends of ND4J. ND4J takes one from the class path, once for a process, when its classes
 * are initialised. Left alone, it tries CUDA's first, and prints a stack trace where there is no
 * card.
 */
public enum Nd4jBackends {
  PROCESSOR("org.nd4j.linalg.cpu.nativecpu.CpuBackend"),
  CUDA("org.nd4j.linalg.jcublas.JCublasBackend");

  private static final String SERVICES = "META-INF/services/org.nd4j.linalg.factory.Nd4jBackend";

  private static boolean isTaken;

  private final String provider;

  Nd4jBackends(String provider) {
    this.provider = provider;
  }

  /** Whether this back end is on the class path. */
  boolean isPresent() {
    return ND4JClassLoading.classPresentOnClasspath(provider);
  }

  /** Makes ND4J take this back end, unless one was named before. */
  public void take() {
    synchronized (Nd4jBackends.class) {
      if (!isTaken) {
        isTaken = true;
        ND4JClassLoading.setNd4jClassloader(
            new Only(ND4JClassLoading.getNd4jClassloader(), provider));
      }
    }
  }

  /** Finds only one back end's service file, and all other resources as its parent does. */
  private static final class Only extends ClassLoader {
    private final String provider;

    Only(ClassLoader parent, String provider) {
      super(parent);
      this.provider = provider;
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      List<URL> found = Collections.list(super.getResources(name));
      Stream<URL> kept = found.stream().filter(url -> !name.equals(SERVICES) || names(url));
      return Collections.enumeration(kept.toList());
    }

    private boolean names(URL services) {
      try (InputStream in = services.openStream()) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .anyMatch(line -> line.strip().equals(provider));
      } catch (IOException e) {
        return false;
      }
    }
  }
}
