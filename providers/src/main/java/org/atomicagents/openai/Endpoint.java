package org.atomicagents.openai;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.atomicagents.model.ConfigurationException;

/** Where a provider's requests go. */
record Endpoint(Provider provider, URI baseUrl, String apiVersion) {

  Endpoint {
    String scheme = baseUrl.getScheme();
    boolean isHttp = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
    if (baseUrl.getHost() == null || !isHttp) {
      throw ConfigurationException.of(
          "The base URL of %s: expected an address such as https://host/v1, found \"%s\"."
              .formatted(provider.name(), baseUrl));
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

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
