package io.stillwake.bench.gpu;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** One line of the slot log. All times are microseconds since the epoch. */
sealed interface SlotEvent {

  void write(JsonGenerator json) throws IOException;

  /** A GPU begins to serve. */
  record Up(String gpu, int slots, long at) implements SlotEvent {
    @Override
    public void write(JsonGenerator json) throws IOException {
      json.writeStringField("event", "up");
      json.writeStringField("gpu", gpu);
      json.writeNumberField("slots", slots);
      json.writeNumberField("at", at);
    }
  }

  /** It has been told to stop; a GPU that is killed does not write this. */
  record Down(String gpu, long at) implements SlotEvent {
    @Override
    public void write(JsonGenerator json) throws IOException {
      json.writeStringField("event", "down");
      json.writeStringField("gpu", gpu);
      json.writeNumberField("at", at);
    }
  }

  /**
   * A call gets its slot.
   *
   * @param call counts from 1 since the GPU's last {@link Up}
   * @param arrived when the whole request was there
   * @param serviceMicros what was asked or drawn, before any fault
   */
  record Started(
      String gpu,
      int slot,
      long call,
      RequestId id,
      String model,
      String tenant,
      String render,
      long arrived,
      long start,
      long serviceMicros)
      implements SlotEvent {
    @Override
    public void write(JsonGenerator json) throws IOException {
      json.writeStringField("event", "start");
      json.writeStringField("gpu", gpu);
      json.writeNumberField("slot", slot);
      json.writeNumberField("call", call);
      json.writeStringField("id", id.text());
      json.writeStringField("work", id.work());
      json.writeNumberField("attempt", id.attempt());
      json.writeNumberField("copy", id.copy());
      json.writeStringField("model", model);
      json.writeStringField("tenant", tenant);
      json.writeStringField("render", render);
      json.writeNumberField("arrived", arrived);
      json.writeNumberField("start", start);
      json.writeNumberField("service_us", serviceMicros);
    }
  }

  /**
   * A call leaves its slot.
   *
   * @param fault what was done to it, or {@code stopped} where the GPU stopped; empty: nothing
   */
  record Ended(String gpu, int slot, long call, long end, Outcome outcome, String fault)
      implements SlotEvent {
    @Override
    public void write(JsonGenerator json) throws IOException {
      json.writeStringField("event", "end");
      json.writeStringField("gpu", gpu);
      json.writeNumberField("slot", slot);
      json.writeNumberField("call", call);
      json.writeNumberField("end", end);
      json.writeStringField("outcome", outcome.text());
      json.writeStringField("fault", fault);
    }
  }

  /** Lines that are missing here: the log could not be written as fast as the slots ran. */
  record Lost(long lines) implements SlotEvent {
    @Override
    public void write(JsonGenerator json) throws IOException {
      json.writeStringField("event", "lost");
      json.writeNumberField("lines", lines);
    }
  }
}
