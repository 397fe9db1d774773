package io.celers.broker.jooq.model;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Rejection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code reject} or {@code rejectAll}, each delivery with its own verdict. */
record Reject(List<Verdict> verdicts) implements Command {

  @Override
  public String on(BrokerModel model) {
    List<Verdict> held =
        verdicts.stream().filter(verdict -> model.isHeldOnce(verdict.hold())).toList();
    return held.isEmpty()
        ? NOT_MADE
        : held.stream()
            .map(verdict -> model.reject(verdict.hold(), verdict.kind(), verdict.delay()))
            .toList()
            .toString();
  }

  @Override
  public String on(Play play) {
    Map<Delivery, Rejection> rejections = new LinkedHashMap<>();
    verdicts.stream()
        .filter(verdict -> play.isHeldOnce(verdict.hold()))
        .forEach(verdict -> rejections.put(play.delivery(verdict.hold()), verdict.toRejection()));
    if (rejections.isEmpty()) {
      return NOT_MADE;
    }
    Map.Entry<Delivery, Rejection> first = rejections.entrySet().iterator().next();
    return Settle.told(
        rejections.size() == 1
            ? List.of(play.broker().reject(first.getKey(), first.getValue()))
            : play.broker().rejectAll(rejections));
  }

  @Override
  public Stream<Command> simpler() {
    return Shrink.withoutOne(verdicts).map(Reject::new);
  }
}
