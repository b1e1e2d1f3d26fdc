package org.atomicagents.internal.provider;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.atomicagents.error.ConfigurationException;

/**
 * The base URL of a provider, to which the paths of requests are appended.
 *
 * @param query parameters that the protocol adds to every request, such as {@code version=1}; may
 *     be empty
 */
public record Endpoint(ProviderProfile profile, URI baseUrl, String query) {

  public Endpoint {
    String defect = UrlRedaction.defect(baseUrl);
    if (defect != null) {
      throw ConfigurationException.of(
          "The base URL of %s: expected an address such as https://host/v1, found one %s.\nIt isn't shown here, since it may hold a secret."
              .formatted(profile.name(), defect));
    }
  }

  /** Returns the address of a path, which begins with a slash, with the query of the base URL. */
  public URI resolve(String path) {
    String given = baseUrl.getRawQuery() == null ? "" : baseUrl.getRawQuery();
    String all = given.isEmpty() || query.isEmpty() ? given + query : given + "&" + query;
    String before =
        baseUrl.getRawPath() == null ? "" : baseUrl.getRawPath().replaceFirst("/+$", "");
    return URI.create(
        baseUrl.getScheme()
            + "://"
            + baseUrl.getRawAuthority()
            + before
            + path
            + (all.isEmpty() ? "" : "?" + all));
  }

  /**
   * Returns a text that differs for different endpoints and holds no secret: of the query of the
   * base URL only a digest, and no user info, which is never sent.
   */
  public String identity() {
    String given = baseUrl.getRawQuery();
    return profile.id()
        + " at "
        + UrlRedaction.redact(baseUrl).replaceFirst("/+$", "")
        + (query.isEmpty() ? "" : "?" + query)
        + (given == null ? "" : " with query sha256:" + digest(given));
  }

  /** Returns the text in percent-encoding, for a path or a query. */
  public static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
