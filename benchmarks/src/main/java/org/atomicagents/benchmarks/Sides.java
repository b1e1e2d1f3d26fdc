package org.atomicagents.benchmarks;

import java.net.URI;
import java.util.List;
import org.atomicagents.benchmarks.orders.Order;
import org.atomicagents.benchmarks.orders.PlainOrder;
import org.atomicagents.benchmarks.orders.Sample;

/** All sides by name. */
final class Sides {
  static final String OURS = "atomic-agents";
  static final String OURS_UNCONSTRAINED = "unconstrained";
  static final String FLOOR = "jackson+validator";
  static final String LANGCHAIN4J = "langchain4j";
  static final String SPRING_AI = "spring-ai";
  static final String READ_OURS = "lenient-read";
  static final String READ_JACKSON = "jackson-read";
  static final String HTTP_OURS = "http-atomic-agents";
  static final String HTTP_FLOOR = "http-okhttp+jackson";
  static final String HTTP_LANGCHAIN4J = "http-langchain4j";

  static final String STREAM_OURS = "stream-atomic-agents";
  static final String STREAM_OKHTTP = "stream-okhttp";
  static final String STREAM_LANGCHAIN4J = "stream-langchain4j";

  private Sides() {}

  static Side of(String name, List<String> arguments) {
    return switch (name) {
      case OURS -> new StubbedAgent<>(Order.class, Sample.order());
      case OURS_UNCONSTRAINED -> new StubbedAgent<>(PlainOrder.class, Sample.plainOrder());
      case FLOOR -> new JacksonFloor();
      case LANGCHAIN4J -> new StubbedLangChain4j();
      case SPRING_AI -> new StubbedSpringAi();
      case READ_OURS -> new LenientRead();
      case READ_JACKSON -> new JacksonRead();
      case HTTP_OURS -> new HttpAgent(URI.create(arguments.getFirst()));
      case HTTP_FLOOR -> new HttpFloor(URI.create(arguments.getFirst()));
      case HTTP_LANGCHAIN4J -> new HttpLangChain4j(URI.create(arguments.getFirst()));
      case STREAM_OURS -> new StreamedReport(URI.create(arguments.getFirst()));
      case STREAM_OKHTTP -> StreamedText.by(Callers.OKHTTP, URI.create(arguments.getFirst()));
      case STREAM_LANGCHAIN4J ->
          StreamedText.by(Callers.LANGCHAIN4J, URI.create(arguments.getFirst()));
      default -> throw new IllegalArgumentException("side: expected one of a race, found " + name);
    };
  }
}
