package org.atomicagents.corpus.adversarial;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.atomicagents.corpus.adversarial.AnswerShape.ChoiceShape;
import org.atomicagents.corpus.adversarial.AnswerShape.DayShape;
import org.atomicagents.corpus.adversarial.AnswerShape.FieldsShape;
import org.atomicagents.corpus.adversarial.AnswerShape.ListShape;
import org.atomicagents.corpus.adversarial.AnswerShape.MapShape;
import org.atomicagents.corpus.adversarial.AnswerShape.UnionShape;
import tools.jackson.databind.JsonNode;

/**
 * A check of accepted values with the words of their text only; it shares no code with the reader.
 *
 * <p>Each scalar of the value has to be in the text, without a unit, bound or alternative beside
 * it; the text must not announce omissions, hedge, repeat keys, or have words that the value lacks.
 */
final class IndependentCheck {
  private final ScannedResponse source;
  private final Set<String> doubts = new LinkedHashSet<>();

  private IndependentCheck(ScannedResponse source) {
    this.source = source;
  }

  /** Returns the doubts about an accepted value; empty if there are none. */
  static List<String> doubts(ModelOutput output, JsonNode value) {
    var check = new IndependentCheck(new ScannedResponse(output.text()));
    check.checkScalars(output.type().shape(), value);
    check.doubts.addAll(SurroundingEvidence.doubts(check.source, value));
    check.doubts.add(LeftoverEvidence.doubt(check.source, value));
    check.doubts.remove("");
    return new ArrayList<>(check.doubts);
  }

  private void checkScalars(AnswerShape shape, JsonNode value) {
    if (value.isArray()) {
      AnswerShape item = shape instanceof ListShape list ? list.item() : shape;
      value.forEach(each -> checkScalars(item, each));
    } else if (value.isObject()) {
      value.properties().forEach(each -> checkProperty(shape, each.getKey(), each.getValue()));
    } else if (value.isNumber()) {
      doubts.add(NumberEvidence.doubt(source, value.decimalValue()));
    } else if (value.isBoolean()) {
      doubts.add(WordEvidence.doubt(source, value.booleanValue()));
    } else if (value.isString()) {
      checkString(shape, value.stringValue());
    }
  }

  private void checkProperty(AnswerShape shape, String key, JsonNode value) {
    switch (shape) {
      case FieldsShape fields when fields.fields().containsKey(key) ->
          checkScalars(fields.fields().get(key).content(), value);
      case MapShape map -> {
        checkString(map, key);
        checkScalars(map.value(), value);
      }
      case UnionShape union -> {
        for (FieldsShape member : union.members()) {
          if (member.fields().containsKey(key)) {
            checkScalars(member.fields().get(key).content(), value);
            return;
          }
        }
      }
      default -> checkScalars(shape, value);
    }
  }

  private void checkString(AnswerShape shape, String string) {
    switch (shape) {
      case ChoiceShape choice -> doubts.add(WordEvidence.doubt(source, string));
      case DayShape day -> {
        if (!source.hasLettersOf(string.substring(0, 4))) {
          doubts.add("year of " + string + " is not in the text");
        }
      }
      default -> {
        if (!source.hasLettersOf(string)) {
          doubts.add("text \"" + string + "\" is not in the text");
        }
      }
    }
  }
}
