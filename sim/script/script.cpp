#include "script/script.hpp"

#include "script/line_words.hpp"

#include <algorithm>
#include <map>

namespace lockstep::sim {

namespace {

using Names = std::vector<std::string>;

const Names commands{"at",         "after",   "amend",  "cancel",    "oco",   "move",   "phase",
                     "wait",       "expect",  "reject", "partial",   "delay", "refuse", "allow",
                     "disconnect", "silence", "resume", "duplicate", "print", "end"};

// Reads one line after the other and remembers the names that orders were given.
class ScriptReader {
  public:
    ScriptReader(const SimSettings& settings, Script& script)
        : settings_(settings), script_(script) {
        for (const auto& account : settings.accounts) accounts_.push_back(account.name);
        for (const auto& session : settings.sessions) sessions_.push_back(session.name);
        for (const auto& one : settings.instruments) symbols_.push_back(one.contract.symbol);
    }

    void take(int line, std::string_view text) {
        LineWords words(text);
        if (words.done()) return;
        if (ended_line_ != 0) {
            throw Mistake{"the script went on after \"end\" in line " + std::to_string(ended_line_),
                          "move \"end\" to the last line"};
        }
        line_ = line;
        command(words);
        words.end();
    }

  private:
    template <class Body> void add(Body body) { script_.steps.push_back({line_, std::move(body)}); }

    void command(LineWords& words) {
        if (words.accept("at") || words.peek() == "after") return timed(words);
        if (words.accept("amend")) return amend(words);
        if (words.accept("cancel")) return add(CancelStep{order(words)});
        if (words.accept("oco")) return oco(words);
        if (words.accept("move")) return move(words);
        if (words.accept("phase")) return phase(words);
        if (words.accept("wait")) return wait(words);
        if (words.accept("expect")) return add(WaitStep{conditions(words), Duration(0)});
        if (words.accept("print")) return add(PrintStep{words.rest()});
        if (words.accept("end")) {
            ended_line_ = line_;
            return add(EndStep{});
        }
        if (fault(words)) return;
        place(words);
    }

    // at TIME [COMMAND], after TIME [COMMAND]. The caller took "at".
    void timed(LineWords& words) {
        if (words.accept("after")) {
            add(AfterStep{words.time("a time to wait")});
        } else {
            add(AtStep{words.time("a time since the start")});
        }
        if (!words.done()) command(words);
    }

    bool fault(LineWords& words) {
        if (words.accept("reject")) {
            reject(words);
        } else if (words.accept("partial")) {
            partial(words);
        } else if (words.accept("delay")) {
            const auto named = session(words);
            add(DelayStep{named, words.time("the delay")});
        } else if (words.accept("duplicate")) {
            duplicate(words);
        } else {
            return session_fault(words);
        }
        return true;
    }

    bool session_fault(LineWords& words) {
        static const std::map<std::string, LineWord, std::less<>> known{
            {"disconnect", LineWord::disconnect},
            {"refuse", LineWord::refuse},
            {"allow", LineWord::allow},
            {"silence", LineWord::silence},
            {"resume", LineWord::resume}};
        const auto found = known.find(words.peek());
        if (found == known.end()) return false;
        words.take("a command");
        add(SessionStep{session(words), found->second});
        return true;
    }

    void place(LineWords& words) {
        static const Names sides{"buy", "sell"};
        const auto first = words.take("a command or an account");
        const auto account = settings_.find_account(first);
        if (!account) {
            Names known = commands;
            known.insert(known.end(), accounts_.begin(), accounts_.end());
            throw Mistake{"\"" + first.substr(0, 64) + "\" is neither a command nor an account",
                          suggestion(first, known)};
        }
        PlaceStep step;
        step.account = *account;
        step.terms.side = words.choice("buy or sell", sides) == 0 ? Side::buy : Side::sell;
        step.quantity = Quantity(words.number("a quantity", 1, max_quantity_lots));
        step.instrument = instrument(words);
        read_type(words, step);
        read_time_in_force(words, step.terms);
        words.expect("as");
        step.order = new_order(words, step.instrument, step.terms);
        add(step);
    }

    void read_type(LineWords& words, PlaceStep& step) {
        static const Names types{"market", "limit", "stop", "stop-limit"};
        auto& terms = step.terms;
        const auto& contract = contract_of(step.instrument);
        terms.type = static_cast<OrderType>(words.choice("an order type", types));
        if (terms.type == OrderType::stop || terms.type == OrderType::stop_limit) {
            terms.stop_price = words.price("a stop price", contract);
        }
        if (terms.type == OrderType::limit || terms.type == OrderType::stop_limit) {
            terms.price = words.price("a limit price", contract);
        }
    }

    static void read_time_in_force(LineWords& words, OrderTerms& terms) {
        if (words.accept("gtc")) {
            terms.time_in_force = TimeInForce::good_till_cancel;
        } else if (words.accept("ioc")) {
            terms.time_in_force = TimeInForce::ioc;
        } else if (words.accept("fok")) {
            terms.time_in_force = TimeInForce::fok;
        } else {
            words.accept("day");
        }
    }

    void amend(LineWords& words) {
        AmendStep step;
        step.order = order(words);
        const auto& known = orders_[step.order.index];
        const auto& contract = contract_of(known.instrument);
        while (!words.done()) {
            static const Names parts{"qty", "price", "stop"};
            const auto part = words.choice("qty, price or stop", parts);
            if (part == 0) step.total = Quantity(words.number("a total", 1, max_quantity_lots));
            if (part == 1) step.price = words.price("a limit price", contract);
            if (part == 2) step.stop_price = words.price("a stop price", contract);
        }
        if (!step.total && !step.price && !step.stop_price) {
            throw Mistake{"the amend changes nothing", "add qty N, price P or stop P"};
        }
        if ((step.price && !known.terms.price) || (step.stop_price && !known.terms.stop_price)) {
            throw Mistake{"a " + std::string(name(known.terms.type)) + " order has no " +
                              (step.price && !known.terms.price ? "limit price" : "stop price"),
                          "amend what it has"};
        }
        add(step);
    }

    void oco(LineWords& words) {
        const auto one = order(words);
        const auto other = order(words);
        if (one == other) throw Mistake{"an order cannot cancel itself", "name two orders"};
        add(OcoStep{one, other});
    }

    void move(LineWords& words) {
        MoveStep step;
        step.instrument = instrument(words);
        if (settings_.instruments[step.instrument.index].depth.is_zero()) {
            throw Mistake{"nobody quotes " + contract_of(step.instrument).symbol +
                              ", so its price cannot be moved",
                          "give it a Depth above 0 in the settings"};
        }
        words.expect("to");
        step.price = words.price("a price", contract_of(step.instrument));
        if (words.accept("over")) step.over = words.time("how long the move takes");
        add(step);
    }

    void phase(LineWords& words) {
        static const Names phases{"close", "pre-open", "open", "halt"};
        const auto symbol = instrument(words);
        add(PhaseStep{symbol, static_cast<Phase>(words.choice("a phase", phases))});
    }

    void wait(LineWords& words) {
        constexpr auto within_default = Duration::seconds(10);
        words.expect("for");
        WaitStep step{conditions(words), within_default};
        if (words.accept("within")) step.within = words.time("how long to wait at most");
        add(step);
    }

    std::vector<Condition> conditions(LineWords& words) {
        std::vector<Condition> all;
        do {
            const auto first = words.position();
            Condition condition;
            condition.what = condition_of(words);
            condition.text = words.said_since(first);
            all.push_back(std::move(condition));
        } while (words.accept("and"));
        return all;
    }

    decltype(Condition::what) condition_of(LineWords& words) {
        if (words.accept("quiet")) return QuietFor{words.time("a time")};
        if (words.accept("session")) {
            static const Names states{"up", "down"};
            const auto named = session(words);
            return SessionIs{named, words.choice("up or down", states) == 0};
        }
        if (const auto account = settings_.find_account(words.peek())) {
            words.take("an account");
            return account_is(words, *account);
        }
        return order_is(words);
    }

    decltype(Condition::what) account_is(LineWords& words, AccountIndex account) {
        static const Names facts{"position", "working"};
        if (words.choice("position or working", facts) == 1) {
            return WorkingIs{account, static_cast<std::size_t>(
                                          words.number("a number of orders", 0, 1'000'000))};
        }
        const auto symbol = instrument(words);
        return PositionIs{
            account, symbol,
            Position(words.number("a position", -max_quantity_lots, max_quantity_lots))};
    }

    OrderIs order_is(LineWords& words) {
        static const Names states{"accepted", "filled", "canceled", "rejected", "expired", "done"};
        OrderIs is;
        is.order = order(words);
        is.word = static_cast<OrderWord>(words.choice("a state of an order", states));
        const auto next = words.peek();
        if (is.word == OrderWord::filled && !next.empty() && next != "and" && next != "within") {
            is.at_least = Quantity(words.number("a filled quantity", 1, max_quantity_lots));
        }
        return is;
    }

    void reject(LineWords& words) {
        static const Names kinds{"order", "orders", "cancel", "cancels", "replace", "replaces"};
        RejectStep step;
        words.expect("next");
        const auto next = words.peek();
        if (!next.empty() && next.front() >= '0' && next.front() <= '9') {
            step.count = words.number("how many", 1, 1'000'000);
        }
        step.what = static_cast<Rejectable>(words.choice("orders, cancels or replaces", kinds) / 2);
        words.expect("of");
        step.account = account(words);
        words.expect("with");
        step.text = words.take("a text in double quotes");
        add(step);
    }

    void partial(LineWords& words) {
        PartialStep step;
        for (const auto* word : {"next", "order", "of"}) words.expect(word);
        step.account = account(words);
        step.first = Quantity(words.number("the quantity to fill first", 1, max_quantity_lots));
        words.expect("rest");
        if (!words.accept("canceled")) {
            words.expect("after");
            step.rest_after = words.time("when the rest follows");
        }
        add(step);
    }

    void duplicate(LineWords& words) {
        static const Names ways{"possdup", "possresend", "new"};
        for (const auto* word : {"last", "report", "of"}) words.expect(word);
        const auto of = account(words);
        words.expect("as");
        add(DuplicateStep{
            of, static_cast<DuplicateAs>(words.choice("possdup, possresend or new", ways))});
    }

    InstrumentId instrument(LineWords& words) const {
        const auto word = words.take("an instrument");
        if (const auto found = settings_.find_instrument(word)) return *found;
        throw Mistake{"\"" + word.substr(0, 64) + "\" is no instrument of the settings",
                      suggestion(word, symbols_)};
    }
    AccountIndex account(LineWords& words) const {
        const auto word = words.take("an account");
        if (const auto found = settings_.find_account(word)) return *found;
        throw Mistake{"\"" + word.substr(0, 64) + "\" is no account of the settings",
                      suggestion(word, accounts_)};
    }
    SessionIndex session(LineWords& words) const {
        const auto word = words.take("a session");
        if (const auto found = settings_.find_session(word)) return *found;
        throw Mistake{"\"" + word.substr(0, 64) + "\" is no session of the settings",
                      suggestion(word, sessions_)};
    }
    ScriptOrder order(LineWords& words) const {
        const auto word = words.take("the name of an order");
        const auto found = std::ranges::find(script_.order_names, word);
        if (found == script_.order_names.end()) {
            throw Mistake{"\"" + word.substr(0, 64) + "\" is no order placed above",
                          suggestion(word, script_.order_names)};
        }
        return ScriptOrder{static_cast<std::uint32_t>(found - script_.order_names.begin())};
    }
    ScriptOrder new_order(LineWords& words, InstrumentId symbol, const OrderTerms& terms) {
        const auto word = words.take("a name for the order");
        if (std::ranges::find(script_.order_names, word) != script_.order_names.end()) {
            throw Mistake{"an order named " + word.substr(0, 64) + " was placed above",
                          "give this one another name"};
        }
        if (settings_.find_account(word) || word == "session" || word == "quiet") {
            throw Mistake{word.substr(0, 64) + " cannot name an order: it means something else",
                          "give it another name"};
        }
        script_.order_names.push_back(word);
        orders_.push_back({symbol, terms});
        return ScriptOrder{static_cast<std::uint32_t>(orders_.size() - 1)};
    }
    const Instrument& contract_of(InstrumentId id) const {
        return settings_.instruments[id.index].contract;
    }

    struct KnownOrder {
        InstrumentId instrument;
        OrderTerms terms;
    };
    const SimSettings& settings_;
    Script& script_;
    Names accounts_;
    Names sessions_;
    Names symbols_;
    std::vector<KnownOrder> orders_; // by ScriptOrder
    int line_ = 0;
    int ended_line_ = 0;
};

} // namespace

Script read_script(std::string_view file, std::string_view text, const SimSettings& settings,
                   std::vector<Problem>& problems) {
    Script script;
    script.file = file;
    ScriptReader reader(settings, script);
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    for (int line = 1; !text.empty(); ++line) {
        const auto end = std::min(text.find('\n'), text.size());
        try {
            reader.take(line, text.substr(0, end));
        } catch (const Mistake& mistake) {
            problems.push_back({line, mistake.what, mistake.mend});
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return script;
}

} // namespace lockstep::sim
