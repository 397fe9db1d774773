package io.celers.broker.jooq.model;

import io.celers.broker.Broker;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Extension;
import io.celers.broker.delivery.Settlement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A verb of holders, in its form for one delivery if there is one, else in that for many.
 *
 * @param ticks of a new lease, or of the delay of a release
 */
record Settle(Verb verb, List<Hold> holds, int ticks) implements Command {

  enum Verb {
    ACK,
    EXTEND,
    RELEASE
  }

  @Override
  public String on(BrokerModel model) {
    List<Hold> held = holds.stream().filter(model::isHeldOnce).toList();
    if (held.isEmpty()) {
      return NOT_MADE;
    }
    // In the order of the call: no task is changed twice, since one receipt holds it at most.
    return held.stream()
        .map(
            hold ->
                switch (verb) {
                  case ACK -> model.ack(hold);
                  case EXTEND -> model.extend(hold, ticks);
                  case RELEASE -> model.release(hold, ticks);
                })
        .toList()
        .toString();
  }

  @Override
  public String on(Play play) {
    List<Delivery> held = play.held(holds.stream()).map(play::delivery).toList();
    if (held.isEmpty()) {
      return NOT_MADE;
    }
    Broker broker = play.broker();
    Duration time = Play.ticks(ticks);
    Delivery first = held.get(0);
    boolean one = held.size() == 1;
    return switch (verb) {
      case ACK -> told(one ? List.of(broker.ack(first)) : broker.ackAll(held));
      case EXTEND ->
          extended(one ? List.of(broker.extend(first, time)) : broker.extendAll(held, time));
      case RELEASE -> {
        Map<Delivery, Duration> delays = new LinkedHashMap<>();
        held.forEach(delivery -> delays.put(delivery, time));
        yield told(one ? List.of(broker.release(first, time)) : broker.releaseAll(delays));
      }
    };
  }

  static String told(List<Settlement> outcomes) {
    return outcomes.stream()
        .map(
            outcome ->
                outcome instanceof Settlement.Settled settled
                    ? settled.fate().name()
                    : outcome.getClass().getSimpleName())
        .toList()
        .toString();
  }

  private static String extended(List<Extension> outcomes) {
    return outcomes.stream().map(outcome -> outcome.getClass().getSimpleName()).toList().toString();
  }

  @Override
  public Stream<Command> simpler() {
    return Shrink.withoutOne(holds).map(fewer -> new Settle(verb, fewer, ticks));
  }
}
