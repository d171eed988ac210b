#include "settings/apply_profile.hpp"

#include "settings/products.hpp"
#include "settings/typed.hpp"
#include "settings/values.hpp"

#include <algorithm>

namespace lockstep {

namespace {

constexpr std::string_view weights_key = "ContractWeight";

const ProfileValue* value_of(const RiskProfile& profile, std::string_view key) {
    const auto found = std::ranges::find(profile.values, key,
                                         [](const ProfileValue& value) { return value.key->name; });
    return found == profile.values.end() ? nullptr : &*found;
}

// One [FOLLOWER] and the profile that it asks for.
class Application {
  public:
    Application(const RiskProfile& profile, EffectiveSection& section, Problems& problems)
        : profile_(profile), section_(section), problems_(problems),
          is_own_(section.gives("RiskProfile")) {}

    void run() {
        ProfileUse use{profile_, {}};
        for (const ProfileValue& value : profile_.values) {
            if (value.key->name == weights_key || is_moot(value.key->name)) continue;
            use.rows.push_back(row_of(value));
        }
        if (const auto lock = lock_of_ours()) use.rows.push_back(*lock);
        section_.use_profile(std::move(use));
        for (const Key* key : profile_.left_open) require(std::string(key->name));
    }

  private:
    ProfileRow row_of(const ProfileValue& given) {
        const std::string key(given.key->name);
        const Value value{given.entry.value,  Origin::from_profile,
                          given.entry.where,  true,
                          given.entry.folder, given.key};
        ProfileRow row{key, value.text, "", Strictness::same};
        const Value* before = section_.find(key);
        if (section_.is_bad(key)) return row;
        if (before == nullptr) {
            section_.put(key, value);
        } else if (before->origin == Origin::own || !is_own_) {
            row.ours = before->text;
            row.standing = strictness(key, row.ours, row.theirs);
            warn_of(row);
        } else {
            warn_of_default(key, before->text, value.text);
            section_.put(key, value);
        }
        return row;
    }

    // A lock would be an error beside a floor that the settings make a static one.
    bool is_moot(std::string_view key) const {
        if (key != "DrawdownLock" || section_.text("DrawdownMode") != "static") return false;
        const Origin origin = section_.find("DrawdownMode")->origin;
        return origin == Origin::own || (origin == Origin::from_defaults && !is_own_);
    }

    // A lock stops a floor that the profile lets rise for ever.
    std::optional<ProfileRow> lock_of_ours() {
        const std::string key = "DrawdownLock";
        const auto sets = [&](std::string_view name) {
            return value_of(profile_, name) != nullptr;
        };
        if (section_.find(key) == nullptr || sets(key) || !sets("MaxDrawdown")) return {};
        ProfileRow row{key, "", std::string(section_.text(key)), Strictness::looser};
        warn_of(row);
        return row;
    }

    void warn_of(const ProfileRow& row) {
        if (row.standing == Strictness::same || row.standing == Strictness::tighter) return;
        const bool is_looser = row.standing == Strictness::looser;
        problems_.warning(
            section_.place(row.key),
            row.key + "=" + shown(row.ours) +
                (is_looser ? " is looser than the profile " : " is not what the profile ") +
                profile_.name + " has, " + (row.theirs.empty() ? "none" : shown(row.theirs)),
            "remove it, or be sure that the firm allows it");
    }

    void warn_of_default(const std::string& key, const std::string& before,
                         const std::string& after) {
        const Strictness change = strictness(key, after, before);
        if (change == Strictness::same || change == Strictness::tighter) return;
        problems_.warning(section_.place("RiskProfile"),
                          "the profile " + profile_.name + " makes " + key + " " + shown(after) +
                              ", where [DEFAULT] has " + shown(before),
                          "write " + key + "= into the section if that is to count");
    }

    void require(const std::string& key) {
        if (section_.find(key) != nullptr || section_.is_bad(key)) return;
        problems_.error(section_.place("RiskProfile"),
                        "the profile " + profile_.name + " leaves " + key + " to the account",
                        "add " + key + "= with what the firm gives it");
        section_.put_bad(key);
    }

    const RiskProfile& profile_;
    EffectiveSection& section_;
    Problems& problems_;
    bool is_own_ = false; // RiskProfile stands in the section itself
};

std::string weight_text(const SymbolWeight& weight) {
    // A weight has at most four decimals, so it can be written as one.
    const std::int64_t units = weight.second.numerator() * (10'000 / weight.second.denominator());
    Decimal decimal{units, 4};
    while (decimal.scale > 0 && decimal.mantissa % 10 == 0) {
        decimal.mantissa /= 10;
        --decimal.scale;
    }
    return weight.first + ":" + decimal.str();
}

std::string weights_text(const std::vector<SymbolWeight>& weights) {
    std::string text;
    for (const SymbolWeight& weight : weights) {
        text += (text.empty() ? "" : ", ") + weight_text(weight);
    }
    return text;
}

std::optional<Ratio> weight_of(const std::vector<SymbolWeight>& weights, std::string_view symbol) {
    const auto found = std::ranges::find(weights, symbol, &SymbolWeight::first);
    return found == weights.end() ? std::nullopt : std::optional(found->second);
}

void warn_of_weight(const EffectiveSection& section, const RiskProfile& profile,
                    const SymbolWeight& counts, const std::optional<Ratio>& theirs,
                    Problems& problems) {
    problems.warning(
        section.find(weights_key) == nullptr ? section.place("RiskProfile")
                                             : section.place(weights_key),
        "ContractWeight " + weight_text(counts) + " is looser than the profile " + profile.name +
            " has, " + (theirs ? weight_text({counts.first, *theirs}) : "none, which counts whole"),
        "raise it to that, or be sure that the firm allows it");
}

// What the profile has for one symbol.
std::optional<Ratio> product_weight(const std::vector<SymbolWeight>& products,
                                    std::string_view symbol) {
    const auto found = std::ranges::find_if(
        products, [&](const SymbolWeight& row) { return is_of_product(symbol, row.first); });
    return found == products.end() ? std::nullopt : std::optional(found->second);
}

} // namespace

bool is_of_product(std::string_view symbol, std::string_view product) {
    return symbol == product || symbol_root(symbol) == product;
}

void apply_profile(const RiskProfile& profile, EffectiveSection& section, Problems& problems) {
    Application(profile, section, problems).run();
}

void apply_profile_weights(EffectiveSection& section,
                           const std::vector<const Instrument*>& instruments, Problems& problems) {
    if (!section.profile() || section.is_bad(weights_key)) return;
    ProfileUse use = *section.profile();
    const ProfileValue* given = value_of(use.profile, weights_key);
    const auto products =
        given == nullptr ? std::vector<SymbolWeight>{} : *read_symbol_weights(given->entry.value);
    const std::string ours(section.text(weights_key));
    auto weights =
        read_of(section, weights_key, read_symbol_weights).value_or(std::vector<SymbolWeight>{});
    Strictness standing = ours.empty() ? Strictness::same : Strictness::tighter;
    for (const Instrument* instrument : instruments) {
        const auto own = weight_of(weights, instrument->symbol);
        const auto theirs = product_weight(products, instrument->symbol);
        const Ratio counts = own.value_or(theirs.value_or(instrument->contract_weight));
        if (!own && theirs) weights.emplace_back(instrument->symbol, *theirs);
        if (counts >= theirs.value_or(Ratio(1, 1))) continue;
        if (own) standing = Strictness::looser;
        warn_of_weight(section, use.profile, {instrument->symbol, counts}, theirs, problems);
    }
    if (ours.empty() && given == nullptr) return;
    if (!weights.empty() && given != nullptr) {
        section.put(std::string(weights_key),
                    {weights_text(weights), ours.empty() ? Origin::from_profile : Origin::own,
                     ours.empty() ? given->entry.where : section.place(weights_key), true,
                     given->entry.folder, given->key});
    }
    use.rows.push_back(
        {std::string(weights_key), given == nullptr ? "" : given->entry.value, ours, standing});
    section.use_profile(std::move(use));
}

} // namespace lockstep
