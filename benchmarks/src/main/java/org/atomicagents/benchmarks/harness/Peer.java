package org.atomicagents.benchmarks.harness;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/**
 * A library that a figure is compared with.
 *
 * @param version the version of the jar on the class path
 */
public record Peer(String name, String version) {

  /** Returns a peer with the version in the {@code pom.properties} of its jar. */
  public static Peer of(String name, String group, String artifact) throws IOException {
    String path = "/META-INF/maven/" + group + "/" + artifact + "/pom.properties";
    try (InputStream in = Peer.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IOException("expected " + path + " on the class path, found none");
      }
      var properties = new Properties();
      properties.load(in);
      return new Peer(name, properties.getProperty("version"));
    }
  }
}
