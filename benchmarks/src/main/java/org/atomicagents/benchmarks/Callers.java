package org.atomicagents.benchmarks;

import java.net.URI;

/** All callers by name. */
final class Callers {
  static final String OURS = "atomic-agents";
  static final String OKHTTP = "okhttp";
  static final String HTTPCLIENT5 = "httpclient5";
  static final String HTTPCLIENT5_POOL = "httpclient5-pool";
  static final String LANGCHAIN4J = "langchain4j";

  private Callers() {}

  /**
   * A caller of that server.
   *
   * @param callers how many threads call it at the same time
   * @param expected the text of every answer
   */
  static Caller of(String name, URI baseUrl, int callers, String expected) {
    return switch (name) {
      case OURS -> new AgentCaller(baseUrl, callers, expected);
      case OKHTTP -> new OkHttpCaller(baseUrl, callers, expected);
      case HTTPCLIENT5 -> HttpClient5Caller.of(baseUrl, callers, expected);
      case HTTPCLIENT5_POOL -> HttpClient5Caller.pooled(baseUrl, callers, expected);
      case LANGCHAIN4J -> new LangChain4jCaller(baseUrl, expected);
      default -> throw new IllegalArgumentException("caller: expected a known one, found " + name);
    };
  }
}
