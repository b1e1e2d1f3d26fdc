package org.atomicagents.benchmarks.harness;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/**
 * Whom a figure is compared with.
 *
 * @param version as the jar on the class path has it
 */
public record Peer(String name, String version) {

  /** A peer whose jar was made by Maven, which leaves the version in it. */
  public static Peer of(String name, String group, String artifact) throws IOException {
    String path = "/META-INF/maven/" + group + "/" + artifact + "/pom.properties";
    try (InputStream in = Peer.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IOException("No jar on the class path has " + path);
      }
      var properties = new Properties();
      properties.load(in);
      return new Peer(name, properties.getProperty("version"));
    }
  }
}
