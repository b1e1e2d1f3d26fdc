package org.atomicagents.telemetry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

/** A receiver of OTLP over HTTP with protobuf bodies, as a collector is. */
final class OtlpReceiver implements AutoCloseable {
  private final HttpServer server;
  private final List<Span> spans = new CopyOnWriteArrayList<>();
  private final List<Metric> metrics = new CopyOnWriteArrayList<>();
  private final List<LogRecord> logs = new CopyOnWriteArrayList<>();

  OtlpReceiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/traces", this::receiveSpans);
    server.createContext("/v1/metrics", this::receiveMetrics);
    server.createContext("/v1/logs", this::receiveLogs);
    server.start();
  }

  /** Returns the address of an export, as in {@code url("/v1/traces")}. */
  String url(String path) {
    return "http://localhost:" + server.getAddress().getPort() + path;
  }

  List<Span> spans() {
    return spans;
  }

  List<Metric> metrics() {
    return metrics;
  }

  List<LogRecord> logs() {
    return logs;
  }

  private void receiveSpans(HttpExchange exchange) throws IOException {
    var request = ExportTraceServiceRequest.parseFrom(body(exchange));
    request
        .getResourceSpansList()
        .forEach(resource ->
            resource.getScopeSpansList().forEach(scope -> spans.addAll(scope.getSpansList())));
    answer(exchange, ExportTraceServiceResponse.getDefaultInstance().toByteArray());
  }

  private void receiveMetrics(HttpExchange exchange) throws IOException {
    var request = ExportMetricsServiceRequest.parseFrom(body(exchange));
    request
        .getResourceMetricsList()
        .forEach(resource ->
            resource
                .getScopeMetricsList()
                .forEach(scope -> metrics.addAll(scope.getMetricsList())));
    answer(exchange, ExportMetricsServiceResponse.getDefaultInstance().toByteArray());
  }

  private void receiveLogs(HttpExchange exchange) throws IOException {
    var request = ExportLogsServiceRequest.parseFrom(body(exchange));
    request
        .getResourceLogsList()
        .forEach(resource ->
            resource.getScopeLogsList().forEach(scope -> logs.addAll(scope.getLogRecordsList())));
    answer(exchange, ExportLogsServiceResponse.getDefaultInstance().toByteArray());
  }

  private static InputStream body(HttpExchange exchange) throws IOException {
    boolean isCompressed = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    InputStream body = exchange.getRequestBody();
    return isCompressed ? new GZIPInputStream(body) : body;
  }

  private static void answer(HttpExchange exchange, byte[] response) throws IOException {
    exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
    exchange.sendResponseHeaders(200, response.length == 0 ? -1 : response.length);
    if (response.length > 0) {
      exchange.getResponseBody().write(response);
    }
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
