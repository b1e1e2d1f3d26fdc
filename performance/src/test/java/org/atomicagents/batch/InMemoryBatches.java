package org.atomicagents.batch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.TransportException;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;
import org.atomicagents.model.batch.BatchClient;
import org.atomicagents.model.batch.BatchHandle;
import org.atomicagents.model.batch.BatchLookup;
import org.atomicagents.model.batch.BatchRequest;
import org.atomicagents.model.batch.BatchResult;
import org.atomicagents.model.batch.BatchResults;
import org.atomicagents.model.batch.BatchStatus;
import org.atomicagents.model.batch.BatchStatus.State;
import org.atomicagents.model.batch.BatchUpload;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.jspecify.annotations.Nullable;

/** A provider of batches in memory, whose results are in a random order. */
final class InMemoryBatches implements BatchClient {
  private final ScriptedModel responder;
  private final Random random;
  private final int maxRequests;
  final Map<String, Entry> entries = new LinkedHashMap<>();

  /** Changes the results of a batch before they are handed out. */
  UnaryOperator<List<BatchResult>> results = UnaryOperator.identity();

  /** The state of batches that were not ended; runs a batch at its first status by default. */
  State state = State.COMPLETED;

  /** Called before a batch is created, and after it. */
  Consumer<String> beforeCreate = key -> {};

  Consumer<String> afterCreate = key -> {};

  /** Called before a request is added; throws an exception to reject it. */
  Consumer<BatchRequest> rejection = request -> {};

  /** Called before a batch is cancelled. */
  Consumer<BatchHandle> beforeCancel = batch -> {};

  boolean canFind = true;
  int cutResultsAfter = Integer.MAX_VALUE;
  int downloads;
  Duration downloadTimeout = Duration.ZERO;
  int openUploads;

  static final class Entry {
    final String key;
    final List<BatchRequest> requests;
    @Nullable State end;
    @Nullable List<BatchResult> responses;
    String message = "";

    Entry(String key, List<BatchRequest> requests) {
      this.key = key;
      this.requests = requests;
    }
  }

  InMemoryBatches(
      int maxRequests, long seed, Function<? super ModelRequest, ScriptedResponse> script) {
    this.responder = ScriptedModel.by(script);
    this.random = new Random(seed);
    this.maxRequests = maxRequests;
  }

  /** Returns a provider that computes its responses by a script. */
  static InMemoryBatches by(Function<? super ModelRequest, ScriptedResponse> script) {
    return new InMemoryBatches(1_000, 3, script);
  }

  /** Returns a provider that returns the name of each item. */
  static InMemoryBatches echo() {
    return new InMemoryBatches(1_000, 1, BatchAgents.responder(name -> name));
  }

  int created() {
    return entries.size();
  }

  List<BatchRequest> requests() {
    return entries.values().stream().flatMap(entry -> entry.requests.stream()).toList();
  }

  @Override
  public String provider() {
    return "scripted";
  }

  @Override
  public String identity() {
    return "scripted";
  }

  @Override
  public int maxRequests() {
    return maxRequests;
  }

  @Override
  public long maxBytes() {
    return Long.MAX_VALUE;
  }

  @Override
  public BatchUpload upload(String key, RunContext context) {
    openUploads++;
    var added = new ArrayList<BatchRequest>();
    return new BatchUpload() {
      private boolean isOpen = true;

      @Override
      public boolean add(BatchRequest request) {
        rejection.accept(request);
        return added.size() < maxRequests && added.add(request);
      }

      @Override
      public int size() {
        return added.size();
      }

      @Override
      public long bytes() {
        return 0;
      }

      @Override
      public BatchHandle submit(Duration timeout) {
        beforeCreate.accept(key);
        String id = "batch-" + (entries.size() + 1);
        entries.put(id, new Entry(key, List.copyOf(added)));
        afterCreate.accept(key);
        return handle(id);
      }

      @Override
      public void close() {
        openUploads -= isOpen ? 1 : 0;
        isOpen = false;
      }
    };
  }

  private static BatchHandle handle(String id) {
    return new BatchHandle("scripted", "scripted", id, Map.of("endpoint", "memory"));
  }

  @Override
  public BatchLookup find(String key, Duration timeout) {
    if (!canFind) {
      return new BatchLookup.Unknown("Look at the list of batches.");
    }
    for (Map.Entry<String, Entry> entry : entries.entrySet()) {
      if (entry.getValue().key.equals(key)) {
        return new BatchLookup.Found(handle(entry.getKey()));
      }
    }
    return new BatchLookup.Absent();
  }

  @Override
  public BatchStatus status(BatchHandle batch, Duration timeout) {
    Entry entry = entry(batch);
    if (entry.end == null && state.isEnd()) {
      entry.end = state;
    }
    State now = entry.end == null ? state : entry.end;
    long total = entry.requests.size();
    long done = now == State.COMPLETED ? total : 0;
    return new BatchStatus(now, total, done, 0, Instant.EPOCH, null, null, entry.message);
  }

  @Override
  public BatchResults results(BatchHandle batch, Duration timeout) {
    downloads++;
    downloadTimeout = timeout;
    Entry entry = entry(batch);
    if (entry.end == null) {
      throw new IllegalStateException("The batch has not ended.");
    }
    if (entry.responses == null) {
      entry.responses = entry.requests.stream().map(this::respond).toList();
    }
    var shuffled = new ArrayList<BatchResult>(entry.responses);
    Collections.shuffle(shuffled, random);
    Iterator<BatchResult> changed = results.apply(shuffled).iterator();
    int limit = cutResultsAfter;
    cutResultsAfter = Integer.MAX_VALUE;
    return new BatchResults() {
      private int left = limit;

      @Override
      public Iterator<BatchResult> iterator() {
        return new Iterator<>() {
          @Override
          public boolean hasNext() {
            return changed.hasNext();
          }

          @Override
          public BatchResult next() {
            if (left-- == 0) {
              throw TransportException.of("Cut.", TransportException.Stage.RESPONSE, null);
            }
            return changed.next();
          }
        };
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void cancel(BatchHandle batch, Duration timeout) {
    beforeCancel.accept(batch);
    entry(batch).end = State.CANCELLED;
  }

  private Entry entry(BatchHandle batch) {
    Entry entry = entries.get(batch.id());
    if (entry == null) {
      throw new IllegalArgumentException("No batch " + batch);
    }
    return entry;
  }

  private BatchResult respond(BatchRequest request) {
    try (ModelExchange exchange = responder.open(request.request(), RunContext.standalone())) {
      var events = new ArrayList<ModelEvent>();
      exchange.forEach(events::add);
      return new BatchResult.Succeeded(request.id(), events);
    } catch (AgentException e) {
      return new BatchResult.Failed(request.id(), e);
    }
  }
}
