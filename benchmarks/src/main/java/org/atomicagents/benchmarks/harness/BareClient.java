package org.atomicagents.benchmarks.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The baseline of start-up: a program that sends one constant request with OkHttp, reads the stream
 * with Jackson's token parser and prints each delta.
 */
final class BareClient {
  private static final String BODY =
      """
      {"model":"stub","stream":true,"messages":[{"role":"user","content":"Why is the sky blue?"}]}\
      """;

  private final JsonFactory json = new JsonFactory();

  private BareClient() {}

  /** Runs the program; the argument is the base URL. */
  public static void main(String[] args) throws IOException {
    var request =
        new Request.Builder()
            .url(args[0] + "/chat/completions")
            .post(RequestBody.create(BODY, MediaType.get("application/json")))
            .build();
    try (Response response = new OkHttpClient().newCall(request).execute()) {
      new BareClient().print(response.body().source());
    }
    // OkHttp's idle threads would keep the process alive for a minute.
    System.exit(0);
  }

  private void print(BufferedSource source) throws IOException {
    for (String line = source.readUtf8Line(); line != null; line = source.readUtf8Line()) {
      if (line.startsWith("data: {")) {
        String text = content(line.substring("data: ".length()));
        if (text != null) {
          System.out.write(text.getBytes(StandardCharsets.UTF_8));
          System.out.flush();
        }
      }
    }
  }

  private @Nullable String content(String event) {
    try (JsonParser parser = json.createParser(ObjectReadContext.empty(), event)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.PROPERTY_NAME && parser.currentName().equals("content")) {
          return parser.nextStringValue();
        }
      }
    }
    return null;
  }
}
