package org.atomicagents.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.exception.UnresolvedModelServerException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.util.List;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.BadRequestException;
import org.atomicagents.error.BadRequestException.RejectedPart;
import org.atomicagents.error.ContextTooLargeException;
import org.atomicagents.error.EmptyResponseException;
import org.atomicagents.error.ModelRefusalException;
import org.atomicagents.error.RateLimitedException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.error.TransportException;
import org.atomicagents.error.TransportException.Stage;
import org.atomicagents.error.UnauthorizedException;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.time.TimeSource;
import org.junit.jupiter.api.Test;

class FailureMapperTest {
  private static final String BODY =
      "{\"error\":{\"message\":\"'response_format' of type 'json_schema' is not supported with this"
          + " model.\"}}";

  @Test
  void mapsTheExceptionsOfLangChain4j() {
    assertThat(map(new RateLimitException(new HttpException(429, "slow down"))))
        .isInstanceOf(RateLimitedException.class)
        .hasMessage(
            "langchain4j reported a rate limit (429): slow down\n"
                + "Try again later, or send fewer requests at a time.");
    assertThat(map(new AuthenticationException(new HttpException(403, "forbidden"))))
        .isInstanceOf(UnauthorizedException.class)
        .hasMessageContaining("(403): forbidden");
    assertThat(map(new AuthenticationException("no key")))
        .isInstanceOf(UnauthorizedException.class)
        .hasMessageContaining("(401): no key");
    assertThat(map(new TimeoutException("too slow")))
        .isInstanceOfSatisfying(
            TimedOutException.class,
            e -> assertThat(e.limit()).isEqualTo(TimedOutException.Limit.FIRST_BYTE));
    assertThat(map(new ContentFilteredException("violence")))
        .isInstanceOfSatisfying(
            ModelRefusalException.class, e -> assertThat(e.reason()).isEqualTo("violence"));
    assertThat(map(new ModelNotFoundException("nova-9")))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("(404): nova-9");
    assertThat(map(new InternalServerException(new HttpException(529, "overloaded"))))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("(529): overloaded");
    assertThat(map(new UnresolvedModelServerException("no such host")))
        .isInstanceOfSatisfying(
            TransportException.class, e -> assertThat(e.stage()).isEqualTo(Stage.CONNECT));
  }

  @Test
  void distinguishesTheKindsOfLimits() {
    assertThat(kind("You exceeded your current quota")).isEqualTo(RateLimitedException.Kind.QUOTA);
    assertThat(kind("Too many concurrent requests")).isEqualTo(RateLimitedException.Kind.CAPACITY);
    assertThat(kind("Rate limit reached")).isEqualTo(RateLimitedException.Kind.RATE);
    // OpenAI's and Google's texts of limits per minute.
    assertThat(
            kind(
                "Rate limit reached for gpt-4o on requests per min (RPM): Limit 3, Used 3. Please"
                    + " try again in 20s. Visit https://platform.openai.com/account/billing to add"
                    + " a payment method."))
        .isEqualTo(RateLimitedException.Kind.RATE);
    String google =
        "You exceeded your current quota, please check your plan and billing details."
            + " {\"quotaId\": \"GenerateRequestsPer%sPerProjectPerModel-FreeTier\"}"
            + " Please retry in 34.5s.";
    assertThat(kind(google.formatted("Minute"))).isEqualTo(RateLimitedException.Kind.RATE);
    assertThat(kind(google.formatted("Day"))).isEqualTo(RateLimitedException.Kind.QUOTA);
  }

  @Test
  void recognizesARequestThatIsTooLarge() {
    assertThat(map(new InvalidRequestException("prompt is too long: 200001 tokens")))
        .isInstanceOf(ContextTooLargeException.class);
    assertThat(map(new InternalServerException("exceeds the context window")))
        .isInstanceOf(ContextTooLargeException.class);
  }

  @Test
  void recognizesTheRejectedPart() {
    assertThat(part(new InvalidRequestException(new HttpException(400, BODY))))
        .isEqualTo(RejectedPart.MODE);
    assertThat(part(new UnsupportedFeatureException("tools are not supported yet")))
        .isEqualTo(RejectedPart.MODE);
    assertThat(
            part(
                new IllegalArgumentException(
                    "Unsupported JsonSchemaElement type: class JsonRawSchema")))
        .isEqualTo(RejectedPart.SCHEMA);
    assertThat(part(new InvalidRequestException("temperature is too high")))
        .isEqualTo(RejectedPart.REQUEST);
    assertThat(part(new UnsupportedFeatureException("'topK' parameter is not supported")))
        .isEqualTo(RejectedPart.REQUEST);
  }

  @Test
  void recognizesNoModeInARequestForText() {
    var mapper = new FailureMapper("langchain4j", "test", null, TimeSource.system());

    assertThat(mapper.map(new UnsupportedFeatureException("tools are not supported"), false))
        .isInstanceOfSatisfying(
            BadRequestException.class,
            e -> {
              assertThat(e.rejectedPart()).isEqualTo(RejectedPart.REQUEST);
              assertThat(e.error().status()).isEqualTo(501);
            });
  }

  @Test
  void mapsExceptionsOfHttpClients() {
    assertThat(stage(new LangChain4jException(new ConnectException("refused")), false))
        .isEqualTo(Stage.CONNECT);
    assertThat(stage(new RuntimeException(new IOException("reset")), false))
        .isEqualTo(Stage.REQUEST);
    assertThat(stage(new RuntimeException(new IOException("reset")), true))
        .isEqualTo(Stage.RESPONSE);
    assertThat(mapper().map(new RuntimeException(new HttpTimeoutException("slow")), true))
        .isInstanceOfSatisfying(
            TimedOutException.class,
            e -> assertThat(e.limit()).isEqualTo(TimedOutException.Limit.BETWEEN_CHUNKS));
    assertThat(map(new RuntimeException(new HttpException(503, "down"))))
        .isInstanceOf(UnavailableException.class);
    for (int status : List.of(402, 429)) {
      assertThat(map(new HttpException(status, "limit"))).isInstanceOf(RateLimitedException.class);
    }
    for (int status : List.of(408, 409, 425)) {
      assertThat(map(new HttpException(status, "later"))).isInstanceOf(UnavailableException.class);
    }
    assertThat(map(new HttpException(418, "teapot"))).isInstanceOf(BadRequestException.class);
    assertThat(map(new HttpException(401, "key"))).isInstanceOf(UnauthorizedException.class);
  }

  @Test
  void statesWhatToDoAboutAConnection() {
    assertThat(map(new LangChain4jException(new ConnectException("refused"))))
        .hasMessage(
            "The connection to langchain4j failed: refused\n"
                + "Check the network, and the address in the builder of the LangChain4j model.");
    assertThat(map(new RuntimeException(new IOException("reset"))))
        .hasMessage("The connection to langchain4j failed: java.io.IOException: reset\nTry again.");
  }

  @Test
  void passesOnOurOwnExceptions() {
    AgentException own = EmptyResponseException.of("inner", "stop");

    assertThat(map(own)).isSameAs(own);
  }

  @Test
  void reportsAFaultOfAModuleWithItsCause() {
    var fault = new NullPointerException("usage");

    assertThat(map(fault))
        .isInstanceOf(TransportException.class)
        .hasCause(fault)
        .hasMessage(
            "langchain4j failed with java.lang.NullPointerException: usage\n"
                + "Check the address in the builder of the LangChain4j model; else this may be a"
                + " fault of its module, and the cause has the stack trace.");
    assertThat(map(new LangChain4jException("odd")).isRetryable()).isFalse();
  }

  @Test
  void endsAtCausesThatReferToEachOther() {
    var first = new RuntimeException("a");
    first.initCause(new RuntimeException("b", first));

    assertThat(map(first)).isInstanceOf(TransportException.class);
  }

  private static FailureMapper mapper() {
    return new FailureMapper(
        "langchain4j",
        "test",
        new OutputFormat(ResponseMode.JSON_SCHEMA, "Answer", "", "{}"),
        TimeSource.system());
  }

  private static AgentException map(Throwable failure) {
    return mapper().map(failure, false);
  }

  private static Stage stage(Throwable failure, boolean hasResponse) {
    return ((TransportException) mapper().map(failure, hasResponse)).stage();
  }

  private static RejectedPart part(Throwable failure) {
    return ((BadRequestException) map(failure)).rejectedPart();
  }

  private static RateLimitedException.Kind kind(String message) {
    return ((RateLimitedException) map(new RateLimitException(message))).kind();
  }
}
