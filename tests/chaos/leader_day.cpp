#include "chaos/leader_day.hpp"

#include <array>

namespace lockstep::chaos {

namespace {

using std::chrono::milliseconds;

constexpr std::int64_t ticks_per_point = 4; // of ES and NQ

// A price of so many quarters of a point.
std::string price(std::int64_t ticks) {
    static const std::array<std::string, 4> quarters{".00", ".25", ".50", ".75"};
    return std::to_string(ticks / ticks_per_point) +
           quarters[static_cast<std::size_t>(ticks % ticks_per_point)];
}

class Author {
  public:
    Author(const Cast& cast, Random& random) : cast_(cast), random_(random) {}

    void play_round(int round, const Trouble& trouble) {
        cue(round);
        line("print round " + std::to_string(round));
        time_ = milliseconds(0);
        if (open_lots_ != 0) leave("ES", open_lots_);
        open_lots_ = 0;
        const milliseconds enough = trouble.wait + trouble.pause + milliseconds(1200) +
                                    std::min(trouble.lasts, milliseconds(4000));
        misbehave();
        while (time_ < enough) play();
        if (holds_at_the_end(round)) {
            open_lots_ = sign() * draw(random_, 1, 3);
            enter("ES", open_lots_);
        }
        for (const std::string& session : delayed_) line("delay " + session + " 0ms");
        delayed_.clear();
        line("print played " + std::to_string(round));
    }

    void end(int rounds) {
        cue(rounds + 1);
        if (open_lots_ != 0) leave("ES", open_lots_);
        line("after 500ms print the day is over");
        line("end");
    }

    const std::string& text() const { return text_; }

  private:
    void line(const std::string& words) { text_ += words + "\n"; }

    void cue(int number) {
        line(std::string("wait for ") + cue_account + " position CUE " + std::to_string(number) +
             " within 30m");
    }

    void after(std::int64_t least_ms, std::int64_t most_ms) {
        const auto pause = milliseconds(draw(random_, least_ms, most_ms));
        time_ += pause;
        line("after " + std::to_string(pause.count()) + "ms");
    }

    int sign() { return draw(random_, 0, 1) == 0 ? -1 : 1; }
    bool one_in(int many) { return draw(random_, 1, many) == 1; }

    // Places an order and gives back its name. Above zero is bought.
    std::string place(const std::string& symbol, std::int64_t lots, const std::string& terms) {
        const std::string id = "o" + std::to_string(++orders_);
        line(std::string(leader_account) + (lots > 0 ? " buy " : " sell ") +
             std::to_string(std::abs(lots)) + " " + symbol + " " + terms + " as " + id);
        return id;
    }
    void enter(const std::string& symbol, std::int64_t lots) { place(symbol, lots, "market"); }
    void leave(const std::string& symbol, std::int64_t lots) { place(symbol, -lots, "market"); }

    std::int64_t& last(const std::string& symbol) { return symbol == "ES" ? es_ticks_ : nq_ticks_; }
    void move(const std::string& symbol, std::int64_t ticks) {
        const bool slow = one_in(2);
        line("move " + symbol + " to " + price(ticks) + (slow ? " over 60ms" : ""));
        if (slow) time_ += milliseconds(60);
        last(symbol) = ticks;
    }

    // One trade from flat to flat.
    void play() {
        const std::string symbol = one_in(3) ? "NQ" : "ES";
        switch (draw(random_, 0, 6)) {
        case 0: return bracket(symbol, sign(), false);
        case 1: return bracket(symbol, sign(), true);
        case 2: return scale_out(symbol, sign());
        case 3: return reverse(symbol, sign());
        case 4: return resting_entry(symbol, sign(), one_in(2));
        case 5: return build_up(symbol, sign());
        default: return nervous_stop(symbol, sign());
        }
    }

    // In at market, a stop and a target, the stop trailed; out at market or by the target.
    void bracket(const std::string& symbol, int way, bool target_fills) {
        const std::int64_t lots = draw(random_, 1, 3) * way;
        const std::int64_t from = last(symbol);
        enter(symbol, lots);
        after(30, 120);
        const std::string stop = place(symbol, -lots, "stop " + price(from - way * 40) + " gtc");
        const std::string target = place(symbol, -lots, "limit " + price(from + way * 40) + " gtc");
        line("oco " + stop + " " + target);
        after(30, 150);
        move(symbol, from + way * 10);
        line("amend " + stop + " stop " + price(from - way * 20));
        after(30, 150);
        if (target_fills) {
            move(symbol, from + way * 40);
        } else {
            line("cancel " + stop);
            line("cancel " + target);
            leave(symbol, lots);
        }
        after(80, 250);
    }

    // Two targets, one after the other; the stop takes what is left, or the second target does.
    void scale_out(const std::string& symbol, int way) {
        const std::int64_t from = last(symbol);
        enter(symbol, 3 * way);
        after(30, 120);
        const std::string stop = place(symbol, -3 * way, "stop " + price(from - way * 30) + " gtc");
        const std::string one = place(symbol, -way, "limit " + price(from + way * 12) + " gtc");
        const std::string two = place(symbol, -2 * way, "limit " + price(from + way * 40) + " gtc");
        line("oco " + one + " " + stop);
        line("oco " + two + " " + stop);
        after(30, 150);
        move(symbol, from + way * 12);
        after(30, 150);
        line("amend " + stop + " stop " + price(from));
        after(30, 120);
        move(symbol, one_in(2) ? from : from + way * 40);
        after(80, 250);
    }

    void reverse(const std::string& symbol, int way) {
        const std::int64_t lots = draw(random_, 1, 2) * way;
        enter(symbol, lots);
        after(40, 250);
        enter(symbol, -2 * lots);
        after(40, 250);
        leave(symbol, -lots);
        after(60, 200);
    }

    // A limit or a stop in front of the market; it fills, or is taken away.
    void resting_entry(const std::string& symbol, int way, bool by_stop) {
        const std::int64_t lots = draw(random_, 1, 3) * way;
        const std::int64_t at = last(symbol) + (by_stop ? way : -way) * 8;
        const std::string entry =
            place(symbol, lots, (by_stop ? "stop " : "limit ") + price(at) + " gtc");
        after(40, 200);
        if (one_in(3)) {
            line("cancel " + entry);
        } else {
            move(symbol, at + (by_stop ? way : -way) * 2);
            after(40, 250);
            leave(symbol, lots);
        }
        after(60, 200);
    }

    void build_up(const std::string& symbol, int way) {
        const std::int64_t parts = draw(random_, 2, 4);
        for (std::int64_t i = 0; i < parts; ++i) {
            enter(symbol, way);
            after(20, 120);
        }
        leave(symbol, parts * way);
        after(60, 200);
    }

    void nervous_stop(const std::string& symbol, int way) {
        const std::int64_t from = last(symbol);
        enter(symbol, 2 * way);
        const std::string stop = place(symbol, -2 * way, "stop " + price(from - way * 60) + " gtc");
        for (int i = 1; i <= 8; ++i) {
            after(5, 25);
            line("amend " + stop + " stop " + price(from - way * (60 - 3 * i)));
        }
        after(30, 100);
        line("cancel " + stop);
        leave(symbol, 2 * way);
        after(60, 200);
    }

    // The brokers' own small faults.
    void misbehave() {
        const auto some = [this] {
            return cast_.followers[static_cast<std::size_t>(
                draw(random_, 0, std::int64_t(cast_.followers.size()) - 1))];
        };
        if (one_in(3)) {
            delayed_.push_back(some().session);
            line("delay " + delayed_.back() + " " + std::to_string(draw(random_, 5, 120)) + "ms");
        }
        if (one_in(3)) {
            line("partial next order of " + some().account + " 1 rest " +
                 (one_in(2) ? "canceled" : "after 150ms"));
        }
        if (one_in(4)) {
            const auto what = std::array{"orders", "cancels",
                                         "replaces"}[static_cast<std::size_t>(draw(random_, 0, 2))];
            line(std::string("reject next ") + what + " of " + some().account +
                 " with \"drawn from the seed\"");
        }
        if (one_in(3) && orders_ > 0) {
            const auto as = std::array{"possdup", "possresend",
                                       "new"}[static_cast<std::size_t>(draw(random_, 0, 2))];
            line(std::string("duplicate last report of ") + leader_account + " as " + as);
        }
    }

    const Cast& cast_;
    Random& random_;
    std::string text_;
    milliseconds time_{0}; // that the round's trading takes
    std::int64_t es_ticks_ = 5000 * ticks_per_point;
    std::int64_t nq_ticks_ = 18000 * ticks_per_point;
    std::int64_t open_lots_ = 0; // of ES, over the end of a round
    int orders_ = 0;
    std::vector<std::string> delayed_; // sessions, until the end of the round
};

} // namespace

bool holds_at_the_end(int round) { return round % 10 == 0; }

std::string leader_day(const Cast& cast, const std::vector<Trouble>& troubles, Random& random) {
    Author author(cast, random);
    for (std::size_t i = 0; i < troubles.size(); ++i) {
        author.play_round(static_cast<int>(i) + 1, troubles[i]);
    }
    author.end(static_cast<int>(troubles.size()));
    return author.text();
}

} // namespace lockstep::chaos
