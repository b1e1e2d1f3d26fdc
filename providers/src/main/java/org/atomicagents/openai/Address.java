package org.atomicagents.openai;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** What may be told of an address: user info and query may be secret, and so may what is none. */
final class Address {
  private Address() {}

  /** Scheme, host, port and path; nothing of an address that can't be used. */
  static String shown(URI uri) {
    if (flaw(uri) != null) {
      return "no usable address";
    }
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    return uri.getScheme() + "://" + server(uri) + path;
  }

  /** Host and port. */
  static String server(URI uri) {
    return uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
  }

  /** What keeps requests from going there, to go on after "found one "; null if nothing does. */
  static @Nullable String flaw(URI uri) {
    String scheme = uri.getScheme();
    if (!"http".equalsIgnoreCase(scheme) && !"https".equalsIgnoreCase(scheme)) {
      return "that doesn't begin with http:// or https://";
    }
    return uri.getHost() == null ? "without a host" : null;
  }
}
