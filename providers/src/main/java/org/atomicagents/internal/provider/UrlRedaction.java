package org.atomicagents.internal.provider;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Parts of a base URL that are safe to show: user info and query may be secret. */
public final class UrlRedaction {
  private UrlRedaction() {}

  /** Returns scheme, host, port and path; nothing of a URL that is not usable. */
  public static String redact(URI uri) {
    if (defect(uri) != null) {
      return "no usable address";
    }
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    return uri.getScheme() + "://" + hostAndPort(uri) + path;
  }

  /** Returns host and port. */
  public static String hostAndPort(URI uri) {
    return uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
  }

  /** Returns why the URL is not usable, to follow "found one "; null if it is usable. */
  public static @Nullable String defect(URI uri) {
    String scheme = uri.getScheme();
    if (!"http".equalsIgnoreCase(scheme) && !"https".equalsIgnoreCase(scheme)) {
      return "that doesn't begin with http:// or https://";
    }
    return uri.getHost() == null ? "without a host" : null;
  }
}
