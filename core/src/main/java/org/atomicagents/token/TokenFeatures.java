package org.atomicagents.token;

import java.util.Arrays;
import java.util.Map;
import org.atomicagents.message.Content;
import org.atomicagents.message.Media;
import org.atomicagents.message.Message;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.TokenCounter;
import org.atomicagents.model.ToolSpec;
import org.jspecify.annotations.Nullable;

/**
 * The amounts from which the tokens of a request are estimated: the base counts of each content
 * class and of the schemas, the number of messages, and one constant.
 *
 * <p>Not thread-safe; an instance belongs to one request.
 */
final class TokenFeatures {
  /** The number of amounts. */
  static final int SIZE = ContentClass.values().length + 5;

  private static final int SPACES = SIZE - 5;
  private static final int PUNCTUATION = SIZE - 4;
  private static final int SCHEMA = SIZE - 3;
  private static final int MESSAGES = SIZE - 2;
  private static final int CONSTANT = SIZE - 1;

  private final TokenCounter base;
  private final double[] amounts = new double[SIZE];

  private TokenFeatures(TokenCounter base) {
    this.base = base;
  }

  /** Returns the amounts of a request; null if it has parts whose tokens no text determines. */
  static double @Nullable [] of(ModelRequest request, TokenCounter base) {
    var features = new TokenFeatures(base);
    OutputFormat output = request.output();
    for (Message message :
        output == null ? request.messages() : output.instruct(request.messages())) {
      if (!features.add(message)) {
        return null;
      }
    }
    if (output != null && !output.mode().isPrompted()) {
      features.addSchema(output.name());
      features.addSchema(output.description());
      features.addSchema(output.effectiveSchema());
    }
    for (ToolSpec tool : request.tools()) {
      features.addSchema(tool.name());
      features.addSchema(tool.description());
      features.addSchema(tool.schema());
    }
    features.amounts[CONSTANT] = 1;
    return features.amounts;
  }

  /** Returns the amounts of a text. */
  static double[] of(String text, TokenCounter base) {
    var features = new TokenFeatures(base);
    features.addText(text);
    return features.amounts;
  }

  /** Returns the tokens of a schema with the weights of the amounts. */
  static double schemaTokens(String schema, TokenCounter base, double[] weights) {
    return base.countSchema(schema) * weights[SCHEMA];
  }

  static double messageTokens(double[] weights) {
    return weights[MESSAGES];
  }

  static double requestTokens(double[] weights) {
    return weights[CONSTANT];
  }

  /** Returns the weights with which an estimate is the count of the base counter. */
  static double[] baseWeights(TokenCounter base) {
    var weights = new double[SIZE];
    Arrays.fill(weights, 1);
    weights[SPACES] = 0;
    weights[PUNCTUATION] = 0;
    weights[MESSAGES] = base.count(Message.user(""));
    weights[CONSTANT] = base.requestTokens();
    return weights;
  }

  /** Returns the expected deviations of the weights from those of the base counter. */
  static double[] deviations() {
    var deviations = new double[SIZE];
    Arrays.fill(deviations, 0.5);
    deviations[SPACES] = 0.2;
    deviations[PUNCTUATION] = 0.2;
    deviations[MESSAGES] = 4;
    deviations[CONSTANT] = 8;
    return deviations;
  }

  private boolean add(Message message) {
    for (Content part : message.parts()) {
      switch (part) {
        case Content.Text text -> addText(text.text());
        case Content.ToolCall call -> {
          addText(call.name());
          addText(call.arguments());
        }
        case Content.ToolResult result -> addText(result.text());
        case Content.CacheBoundary boundary -> {}
        case Content.Opaque opaque -> {
          return false;
        }
        case Media media -> {
          return false;
        }
      }
    }
    amounts[MESSAGES]++;
    return true;
  }

  private void addText(String text) {
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ') {
        amounts[SPACES] += text.charAt(i - 1) <= ' ' ? 1 : 0;
      } else if (c < 0x80 && !Character.isLetterOrDigit(c)) {
        amounts[PUNCTUATION]++;
      }
    }
    for (Map.Entry<ContentClass, StringBuilder> part : ContentClassifier.split(text).entrySet()) {
      amounts[part.getKey().index()] += base.count(part.getValue().toString());
    }
  }

  private void addSchema(String text) {
    amounts[SCHEMA] += base.countSchema(text);
  }
}
