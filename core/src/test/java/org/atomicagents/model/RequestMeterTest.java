package org.atomicagents.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.BadRequestException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.error.ContextTooLargeException;
import org.atomicagents.error.EmptyResponseException;
import org.atomicagents.error.LimitExceededException;
import org.atomicagents.error.ProviderError;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.error.TimedOutException.Limit;
import org.atomicagents.error.TransportException;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.message.Message;
import org.atomicagents.message.Usage;
import org.atomicagents.price.Charge;
import org.atomicagents.price.Prices;
import org.atomicagents.price.TokenRates;
import org.atomicagents.time.TimeSource;
import org.atomicagents.time.Timings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RequestMeterTest {
  private static final ModelRequest REQUEST = ModelRequest.of("m", List.of(Message.user("hi")));
  private static final ModelEvent REPORT = new ModelEvent.UsageReport(Usage.of(3, 4));
  private static final ModelClient REPORTING = (request, context) -> ModelExchange.of(REPORT);

  private final List<String> log = new ArrayList<>();
  private final RunContext run = RunContext.standalone();
  private final RunContext metered = run.withMeter(meter("a"));

  @Test
  void receivesEveryRequestOfEveryModelOfTheChain() {
    Model other = Model.of(REPORTING, "other");
    Model first =
        Model.of(REPORTING, "first")
            .with((request, context, chain) -> {
              drain(chain.proceed(request, context));
              drain(chain.proceed(request, context));
              return other.open(request.withModel(other), context);
            });

    drain(first.open(REQUEST, metered));

    assertThat(log)
        .containsExactly(
            "a opens first",
            "a receives",
            "a ends null",
            "a opens first",
            "a receives",
            "a ends null",
            "a opens other",
            "a receives",
            "a ends null");
  }

  @Test
  void receivesNoRequestsOfTheContextWithoutIt() {
    drain(Model.of(REPORTING, "m").open(REQUEST, run));

    assertThat(log).isEmpty();
    assertThat(metered.requests()).isEqualTo(1);
    assertThat(metered.usage()).isEqualTo(Usage.of(3, 4));
  }

  @Test
  void aBranchKnowsTheRequestsThatItsMeteredContextSent() {
    RunContext silent = run.branch();
    RunContext reporting = run.branch();
    ModelClient closed = (request, context) -> ModelExchange.of();

    drain(Model.of(closed, "m").open(REQUEST, silent.withMeter(meter("a"))));
    drain(Model.of(REPORTING, "m").open(REQUEST, reporting.withMeter(meter("a"))));

    assertThat(silent.hasUnreportedRequest()).isTrue();
    assertThat(reporting.hasUnreportedRequest()).isFalse();
  }

  @Test
  void anEstimateIsAddedOnceAndReplacedByALaterReport() {
    RunContext branch = run.branch();
    ModelExchange exchange = Model.of(REPORTING, "m").open(REQUEST, branch);

    branch.addUnreportedUsage(Usage.of(2, 0));
    branch.addUnreportedUsage(Usage.of(2, 0));

    assertThat(run.usage()).isEqualTo(Usage.of(2, 0));
    assertThat(run.charges()).hasSize(1);
    drain(exchange);
    branch.addUnreportedUsage(Usage.of(2, 0));
    assertThat(run.usage()).isEqualTo(Usage.of(3, 4));
    assertThat(branch.hasUnreportedRequest()).isFalse();
  }

  @Test
  void aRequestThatTheProviderDidNotProcessHasNoUnreportedUsage() {
    var error = new ProviderError("p", 503, null, "busy", "");
    for (AgentException failure :
        List.of(
            UnavailableException.of(error, null),
            BadRequestException.of(error),
            ContextTooLargeException.of("a", error),
            ConfigurationException.of("wrong"),
            TransportException.of("refused", TransportException.Stage.CONNECT, null),
            TransportException.of("refused", TransportException.Stage.UNPROCESSED, null),
            TimedOutException.of(Limit.CONNECT, Duration.ZERO, "connecting"),
            TimedOutException.of(Limit.QUEUE, Duration.ZERO, "waiting"))) {
      assertThat(hasUnreportedRequestAfter(failure)).as(failure.toString()).isFalse();
    }
    for (AgentException failure :
        List.of(
            CancelledException.closed("waiting"),
            UnavailableException.of(new ProviderError("p", 0, null, "busy", ""), null),
            TransportException.of("broken", TransportException.Stage.REQUEST, null),
            TimedOutException.of(Limit.FIRST_BYTE, Duration.ZERO, "waiting"))) {
      assertThat(hasUnreportedRequestAfter(failure)).as(failure.toString()).isTrue();
    }
  }

  private boolean hasUnreportedRequestAfter(AgentException failure) {
    RunContext branch = run.branch();
    Model failing =
        Model.of(
            (request, context) -> {
              throw failure;
            },
            "m");
    assertThatThrownBy(() -> failing.open(REQUEST, branch.withMeter(meter("a")))).isSameAs(failure);
    return branch.hasUnreportedRequest();
  }

  @Test
  void aRejectedRequestLeavesAnotherOneOfTheBranchUnreported() {
    RunContext outer = run.branch();
    RunContext first = outer.branch();
    RunContext second = outer.branch();
    Model rejecting =
        Model.of(
            (request, context) -> {
              Model.of((other, silent) -> ModelExchange.of(), "m").open(REQUEST, second);
              throw UnavailableException.of(new ProviderError("p", 503, null, "busy", ""), null);
            },
            "m");

    assertThatThrownBy(() -> rejecting.open(REQUEST, first))
        .isInstanceOf(UnavailableException.class);

    assertThat(first.hasUnreportedRequest()).isFalse();
    assertThat(second.hasUnreportedRequest()).isTrue();
    assertThat(outer.hasUnreportedRequest()).isTrue();
  }

  @Test
  void isAddedOnce() {
    RequestMeter meter = meter("b");
    RunContext once = metered.withMeter(meter);

    assertThat(once.withMeter(meter)).isSameAs(once);
  }

  @Test
  void aRefusalWithdrawsTheOtherAccountsAndSendsNothing() {
    RunContext both =
        metered.withMeter((model, request, context) -> {
          throw LimitExceededException.of("the test", 1, 1);
        });

    assertThatThrownBy(() -> Model.of(REPORTING, "m").open(REQUEST, both))
        .isInstanceOf(LimitExceededException.class);

    assertThat(log).containsExactly("a opens m", "a withdraws");
    assertThat(run.requests()).isZero();
  }

  @Test
  void aRequestThatTheRunRefusesIsWithdrawn() {
    var limited =
        new RunContext(
                "a",
                Deadline.none(),
                Budget.unlimited(),
                0,
                Listeners.none(),
                new Timings.Recorder(TimeSource.system()))
            .withMeter(meter("a"));

    assertThatThrownBy(() -> Model.of(REPORTING, "m").open(REQUEST, limited))
        .isInstanceOf(LimitExceededException.class);

    assertThat(log).containsExactly("a opens m", "a withdraws");
  }

  @Test
  void aCancelledRunOpensNoAccount() {
    run.cancel();

    assertThatThrownBy(() -> Model.of(REPORTING, "m").open(REQUEST, metered))
        .isInstanceOf(CancelledException.class);

    assertThat(log).isEmpty();
  }

  @Test
  void receivesFailuresBeforeAndDuringTheResponse() {
    ModelClient refusing =
        (request, context) -> {
          throw EmptyResponseException.of("a", "stop");
        };
    ModelClient breaking = (request, context) -> new BreakingExchange();

    assertThatThrownBy(() -> Model.of(refusing, "m").open(REQUEST, metered))
        .isInstanceOf(EmptyResponseException.class);
    assertThatThrownBy(() -> drain(Model.of(breaking, "n").open(REQUEST, metered)))
        .isInstanceOf(IllegalStateException.class);

    assertThat(log)
        .containsExactly(
            "a opens m",
            "a ends EmptyResponseException",
            "a opens n",
            "a ends IllegalStateException");
  }

  @Test
  void chargesAreThoseOfTheModelsThatReported() {
    Prices prices = Prices.ofDollars(TokenRates.of(BigDecimal.ONE, BigDecimal.TWO));
    Model known =
        Model.of(REPORTING, "known")
            .withCatalog(
                ModelCatalog.of(
                    List.of(ModelProfile.ofPrices(REPORTING.provider(), "known", prices))));
    Model silent = Model.of((request, context) -> ModelExchange.of(), "silent");

    drain(known.open(REQUEST, run));
    drain(silent.open(REQUEST, run));

    assertThat(run.charges()).hasSize(1);
    assertThat(Charge.total(run.charges(), run.usage()).orElseThrow())
        .isEqualByComparingTo("0.000011");
  }

  private RequestMeter meter(String name) {
    return (model, request, context) -> {
      log.add(name + " opens " + model.name());
      return new LoggingAccount(name);
    };
  }

  private static void drain(ModelExchange exchange) {
    try (exchange) {
      exchange.forEach(event -> {});
    }
  }

  private final class LoggingAccount implements RequestMeter.Account {
    private final String name;
    private boolean isOver;

    LoggingAccount(String name) {
      this.name = name;
    }

    @Override
    public void withdraw() {
      log.add(name + " withdraws");
    }

    @Override
    public void receive(ModelEvent event) {
      log.add(name + " receives");
    }

    @Override
    public void end(@Nullable Throwable failure) {
      if (!isOver) {
        log.add(name + " ends " + (failure == null ? null : failure.getClass().getSimpleName()));
      }
      isOver = true;
    }
  }

  private static final class BreakingExchange implements ModelExchange {
    @Override
    public Iterator<ModelEvent> iterator() {
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return true;
        }

        @Override
        public ModelEvent next() {
          throw new IllegalStateException("broken");
        }
      };
    }

    @Override
    public void close() {}
  }
}
