#include "fix/fix44_dictionary.hpp"

namespace lockstep::fix44 {

Result<std::shared_ptr<FIX::DataDictionary>> load_dictionary(const std::string& path,
                                                             Strictness strictness) {
    try {
        auto dictionary = std::make_shared<FIX::DataDictionary>(path);
        if (dictionary->getVersion() != "FIX.4.4") {
            return failure(path + ": a dictionary of " + dictionary->getVersion() +
                           ", not of FIX.4.4");
        }
        if (strictness == Strictness::lenient) {
            dictionary->allowUnknownMsgFields(true);
            dictionary->checkUserDefinedFields(false);
            dictionary->checkFieldsHaveValues(false);
        }
        return dictionary;
    } catch (const FIX::Exception& problem) {
        return failure(std::string(problem.what()) + " (" + path + ")");
    }
}

} // namespace lockstep::fix44
