package org.atomicagents.batch;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.error.BatchItemException;
import org.atomicagents.error.BatchItemException.Reason;
import org.atomicagents.error.CancelledException;
import org.atomicagents.message.Message;
import org.atomicagents.message.Usage;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelCatalog;
import org.atomicagents.model.ModelProfile;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.price.PricePeriod;
import org.atomicagents.price.Prices;
import org.atomicagents.price.TokenRates;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.jspecify.annotations.Nullable;

/** Agents, inputs and gates of tests of batches. */
final class BatchAgents {
  private static final Pattern NAME = Pattern.compile("<([a-z0-9]++)>");

  /** A response without the required text. */
  static final ScriptedResponse INVALID = ScriptedResponse.text("{}").withUsage(Usage.of(7, 3));

  private BatchAgents() {}

  /** Returns an agent that computes its response from the name of the item. */
  static AtomicAgent<BasicChatInput, BasicChatOutput> agent(UnaryOperator<String> responder) {
    return AtomicAgent.of(model(responder).model());
  }

  static ScriptedModel model(UnaryOperator<String> responder) {
    return ScriptedModel.by(responder(responder));
  }

  /** Returns a function from a request to the response for the name of its item. */
  static Function<ModelRequest, ScriptedResponse> responder(UnaryOperator<String> responder) {
    return request -> response(responder.apply(name(request)));
  }

  static BasicChatInput input(Object name) {
    return new BasicChatInput("<" + name + ">");
  }

  static Stream<BasicChatInput> inputs(int count) {
    return IntStream.range(0, count).mapToObj(BatchAgents::input);
  }

  /** Returns the names of the first items of {@link #inputs}. */
  static List<String> names(int count) {
    return IntStream.range(0, count).mapToObj(String::valueOf).toList();
  }

  /** Returns the text of a success, or the class name of a failure. */
  static String describe(Outcome<BasicChatOutput> outcome) {
    return switch (outcome) {
      case Outcome.Success<BasicChatOutput> success -> success.output().chatMessage();
      case Outcome.Failure<BasicChatOutput> failure -> failure.failure().getClass().getSimpleName();
    };
  }

  /** Blocks until a gate is open; an interrupt cancels the run. */
  static void pass(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw CancelledException.interrupted("waiting for a gate", e);
    }
  }

  /** Returns the name in the latest message that has one: a re-ask has none. */
  static String name(ModelRequest request) {
    for (Message message : request.messages().reversed()) {
      Matcher matcher = NAME.matcher(message.text());
      if (matcher.find()) {
        return matcher.group(1);
      }
    }
    throw new IllegalArgumentException("Expected the name of an item in " + request.messages());
  }

  static ScriptedResponse response(String text) {
    return ScriptedResponse.text("{\"chat_message\":\"" + text + "\"}").withUsage(Usage.of(7, 3));
  }

  /** Returns the response whose text is the name of the item. */
  static ScriptedResponse named(ModelRequest request) {
    return response(name(request));
  }

  /** Returns the reason why an item has no response; null for any other outcome. */
  static @Nullable Reason reason(Outcome<?> outcome) {
    return outcome instanceof Outcome.Failure<?> failure
            && failure.failure() instanceof BatchItemException e
        ? e.reason()
        : null;
  }

  /** Returns a model with prices: one USD per run, and half of it in a batch. */
  static Model priced(ScriptedModel model) {
    TokenRates rates = TokenRates.of(new BigDecimal("100000"), new BigDecimal("100000"));
    var batch =
        new PricePeriod(
            "batch", null, null, new TreeMap<>(Map.of(0L, rates.times(new BigDecimal("0.5")))));
    var prices = new Prices(Currency.getInstance("USD"), List.of(PricePeriod.of(rates), batch));
    ModelProfile profile = ModelProfile.ofPrices("scripted", ScriptedModel.DEFAULT_NAME, prices);
    return model.model().withCatalog(ModelCatalog.of(List.of(profile)));
  }
}
