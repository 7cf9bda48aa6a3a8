import { about, FACTS, found } from '../../support/preflight';

it('refuses an identity provider of another account', () => {
  const oidcProvider = 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com';
  const said = (provider: string, account: string | null) =>
    about(
      'places',
      found({ pipeline: { repository: 'a/b', oidcProvider: provider } }, 'us-west-1', { ...FACTS, account }),
    );
  expect(said(oidcProvider, '123456789012')).toEqual([
    "error: pipeline's oidcProvider is of account 111122223333, and the deployment is in 123456789012; set the provider of 123456789012, or new if it has none",
  ]);
  for (const account of ['111122223333', null]) expect(said(oidcProvider, account)).toEqual([]);
  expect(said('new', '123456789012')).toEqual([]);
});
