package org.atomicagents.internal.provider;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Validation and redaction of base URLs, whose user info and query may be secret. */
public final class UrlRedaction {
  private UrlRedaction() {}

  /** Returns scheme, host, port and path; or a fixed text if the URL is invalid. */
  public static String redact(URI uri) {
    if (defect(uri) != null) {
      return "an invalid URL";
    }
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    return uri.getScheme() + "://" + hostAndPort(uri) + path;
  }

  /** Returns the host, with the port if the URL contains one. */
  public static String hostAndPort(URI uri) {
    return uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
  }

  /**
   * Returns the defect of an invalid URL, to complete "found one ..."; null if the URL is valid.
   */
  public static @Nullable String defect(URI uri) {
    String scheme = uri.getScheme();
    if (!"http".equalsIgnoreCase(scheme) && !"https".equalsIgnoreCase(scheme)) {
      return "that does not begin with http:// or https://";
    }
    return uri.getHost() == null ? "without a host" : null;
  }
}
