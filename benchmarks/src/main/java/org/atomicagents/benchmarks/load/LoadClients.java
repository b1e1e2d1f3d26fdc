package org.atomicagents.benchmarks.load;

import java.net.URI;

/** All load clients by name. */
public final class LoadClients {
  public static final String OURS = "atomic-agents";
  public static final String OKHTTP = "okhttp";
  public static final String HTTPCLIENT5 = "httpclient5";
  public static final String HTTPCLIENT5_POOL = "httpclient5-pool";
  public static final String LANGCHAIN4J = "langchain4j";

  private LoadClients() {}

  /**
   * Returns a load client of a server.
   *
   * @param callers the number of concurrent callers
   * @param expected the text of every response
   */
  public static LoadClient of(String name, URI baseUrl, int callers, String expected) {
    return switch (name) {
      case OURS -> new AtomicAgentsLoadClient(baseUrl, callers, expected);
      case OKHTTP -> new OkHttpLoadClient(baseUrl, callers, expected);
      case HTTPCLIENT5 -> HttpClient5LoadClient.of(baseUrl, callers, expected);
      case HTTPCLIENT5_POOL -> HttpClient5LoadClient.pooled(baseUrl, callers, expected);
      case LANGCHAIN4J -> new LangChain4jLoadClient(baseUrl, expected);
      default ->
          throw new IllegalArgumentException("load client: expected a known name, found " + name);
    };
  }
}
