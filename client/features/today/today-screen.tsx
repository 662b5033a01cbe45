import type { JSX } from "solid-js";
import { useApp } from "#client/app/app-context";
import { useFormat, useText } from "#client/app/i18n";
import { PageHead } from "#client/ui/page";
import { ScreenTitle } from "#client/ui/screen-title";
import { messages } from "./messages";

const TodayScreen = (): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const app = useApp();
  return (
    <>
      <ScreenTitle title={t("title")} />
      <PageHead title={format().longDate(app.now())} />
    </>
  );
};

export default TodayScreen;
