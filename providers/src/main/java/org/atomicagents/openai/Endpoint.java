package org.atomicagents.openai;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.atomicagents.model.ConfigurationException;

/** Where a provider's requests go. */
record Endpoint(Provider provider, URI baseUrl, String apiVersion) {

  Endpoint {
    String flaw = Address.flaw(baseUrl);
    if (flaw != null) {
      throw ConfigurationException.of(
          "The base URL of %s: expected an address such as https://host/v1, found one %s.\nIt isn't shown here, since it may hold a secret."
              .formatted(provider.name(), flaw));
    }
  }

  URI chat(String model) {
    return provider.isAzure()
        ? at("/openai/deployments/" + encoded(model) + "/chat/completions")
        : at("/chat/completions");
  }

  URI models() {
    return provider.isAzure() ? at("/openai/models") : at("/models");
  }

  /**
   * What tells it from other places, without secrets: of a query only a digest, and nothing of user
   * info, which is never sent.
   */
  String identity() {
    String version = provider.isAzure() ? "?api-version=" + encoded(apiVersion) : "";
    String query = baseUrl.getRawQuery();
    return provider.id()
        + " at "
        + Address.shown(baseUrl).replaceFirst("/+$", "")
        + version
        + (query == null ? "" : " with query sha256:" + digest(query));
  }

  private URI at(String path) {
    String query = baseUrl.getRawQuery();
    if (provider.isAzure()) {
      query = (query == null ? "" : query + "&") + "api-version=" + encoded(apiVersion);
    }
    String before =
        baseUrl.getRawPath() == null ? "" : baseUrl.getRawPath().replaceFirst("/+$", "");
    return URI.create(
        baseUrl.getScheme()
            + "://"
            + baseUrl.getRawAuthority()
            + before
            + path
            + (query == null ? "" : "?" + query));
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

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
