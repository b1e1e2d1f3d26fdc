package org.atomicagents.openai;

import java.net.URI;
import org.atomicagents.internal.provider.Endpoint;

/** The URLs of both protocols; those of Azure contain deployments and a version. */
final class OpenAiEndpoint {
  private final boolean azure;
  private final Endpoint endpoint;
  private final Endpoint unversioned;

  OpenAiEndpoint(Provider provider, URI baseUrl, String apiVersion) {
    this.azure = provider.isAzure();
    String query = azure ? "api-version=" + Endpoint.encode(apiVersion) : "";
    this.endpoint = new Endpoint(provider.profile(), baseUrl, query);
    this.unversioned = new Endpoint(provider.profile(), baseUrl, "");
  }

  URI baseUrl() {
    return endpoint.baseUrl();
  }

  URI chat(String model) {
    return azure
        ? endpoint.resolve("/openai/deployments/" + Endpoint.encode(model) + "/chat/completions")
        : endpoint.resolve("/chat/completions");
  }

  /**
   * Returns the URL of the Responses API; that of Azure has no version
   * (https://learn.microsoft.com/azure/ai-foundry/openai/api-version-lifecycle).
   */
  URI responses() {
    return resource("/responses");
  }

  /** Returns the URL of a stored response, or of an action on it. */
  URI response(String id, String action) {
    return resource("/responses/" + Endpoint.encode(id) + action);
  }

  URI files() {
    return resource("/files");
  }

  URI fileContent(String id) {
    return resource("/files/" + Endpoint.encode(id) + "/content");
  }

  URI batches() {
    return resource("/batches");
  }

  /**
   * Returns the URL of a page of the list of batches, the newest first.
   *
   * @param after the id of the last batch of the page before; empty for the first page
   */
  URI batchPage(int size, String after) {
    String cursor = after.isEmpty() ? "" : "&after=" + Endpoint.encode(after);
    URI list = batches();
    String query = list.getRawQuery() == null ? "?" : "&";
    return URI.create(list + query + "limit=" + size + cursor);
  }

  /** Returns the URL of a batch, or of an action on it. */
  URI batch(String id, String action) {
    return resource("/batches/" + Endpoint.encode(id) + action);
  }

  private URI resource(String path) {
    return azure ? unversioned.resolve("/openai/v1" + path) : endpoint.resolve(path);
  }

  URI models() {
    return endpoint.resolve(azure ? "/openai/models" : "/models");
  }

  String identity() {
    return endpoint.identity();
  }
}
