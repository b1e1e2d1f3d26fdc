package com.example.starter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.example.starter.Main.Answer;
import com.example.starter.Main.Question;
import org.atomicagents.testing.ScriptedModel;
import org.junit.jupiter.api.Test;

class MainTest {

  @Test
  void reAsksWhenTheConfidenceIsOutOfRange() {
    var script =
        ScriptedModel.answering(
            """
            {"text": "Blue light is scattered more.", "confidence": 7}\
            """,
            """
            {"text": "Blue light is scattered more.", "confidence": 0.7}\
            """);

    Answer answer = Main.ask(new Question("Why is the sky blue?"), script.model());

    assertEquals(new Answer("Blue light is scattered more.", 0.7), answer);
    assertEquals(2, script.requests().size());
  }
}
