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
 * <p>Immutable. Its methods return request URIs and an identity without secrets.
 *
 * @param query parameters that the protocol adds to every request, such as {@code version=1}; may
 *     be empty
 */
public record Endpoint(ProviderProfile profile, URI baseUrl, String query) {

  public Endpoint {
    String defect = UrlRedaction.defect(baseUrl);
    if (defect != null) {
      throw ConfigurationException.of(
          "The base URL of %s: expected a URL such as https://host/v1, found one %s.\nThe value is not shown, because it may contain a secret."
              .formatted(profile.name(), defect));
    }
  }

  /**
   * Returns the request URI for a path that starts with a slash; the query of the base URL is kept.
   */
  public URI resolve(String path) {
    String baseQuery = baseUrl.getRawQuery() == null ? "" : baseUrl.getRawQuery();
    String fullQuery =
        baseQuery.isEmpty() || query.isEmpty() ? baseQuery + query : baseQuery + "&" + query;
    String basePath =
        baseUrl.getRawPath() == null ? "" : baseUrl.getRawPath().replaceFirst("/+$", "");
    return URI.create(
        baseUrl.getScheme()
            + "://"
            + baseUrl.getRawAuthority()
            + basePath
            + path
            + (fullQuery.isEmpty() ? "" : "?" + fullQuery));
  }

  /**
   * Returns a text that identifies this endpoint and contains no secret.
   *
   * <p>The query of the base URL is included as a SHA-256 digest only. User info is omitted; it is
   * never sent.
   */
  public String identity() {
    String baseQuery = baseUrl.getRawQuery();
    return profile.id()
        + " at "
        + UrlRedaction.redact(baseUrl).replaceFirst("/+$", "")
        + (query.isEmpty() ? "" : "?" + query)
        + (baseQuery == null ? "" : " with query sha256:" + digest(baseQuery));
  }

  /** Returns the percent-encoded text, for use in a path or a query. */
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
